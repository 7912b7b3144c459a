/* What htmx cannot say by itself: that the network is gone, and where the focus goes after a swap. */

const words = document.getElementById("live-words");

function toast(text) {
  const region = document.getElementById("toasts");
  if (!region || !text || region.querySelector("[data-offline]")) return;
  const note = document.createElement("div");
  note.className = "g-flash is-warn";
  note.dataset.offline = "";
  note.setAttribute("role", "alert");
  const said = document.createElement("p");
  said.textContent = text;
  note.append(said);
  region.append(note);
}

document.addEventListener("htmx:sendError", () => toast(words?.dataset.offline));
document.addEventListener("htmx:timeout", () => toast(words?.dataset.offline));
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.querySelector("#toasts [data-offline]")?.remove();
});
