/* Tells the site which revision this reader has before them, so that the next one shows what
   changed since. Opening the page writes nothing by itself. */

const seen = document.getElementById("review-seen");

if (seen) {
  fetch(seen.action, { method: "POST", body: new FormData(seen), keepalive: true }).catch(() => {});
}
