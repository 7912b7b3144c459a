/* Menus that close, dialogs that open, messages that can be dismissed. Everything else works without. */

for (const element of document.querySelectorAll("[data-needs-script][hidden]")) element.hidden = false;

/* Tabs wider than a phone: the one that shows is in sight. */
for (const here of document.querySelectorAll(".g-tabs > [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - row.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}

/* Menus: one open at a time; a click outside or Escape closes it and gives the focus back. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    closeMenus(null);
    document.getElementById(opener.dataset.opens).showModal();
  }
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest("[data-dismissible]").remove();
  if (event.target instanceof HTMLDialogElement) event.target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/* Messages: the close button only exists where it does something. */
export function readyMessages(root) {
  for (const button of root.querySelectorAll("[data-dismiss][hidden]")) button.hidden = false;
}

readyMessages(document);
document.addEventListener("htmx:load", (event) => readyMessages(event.detail.elt.parentElement || event.detail.elt));

/* Text that can be copied: <button data-copies="id of the element">. */
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copies]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copies);
  await navigator.clipboard.writeText("value" in source ? source.value : source.textContent.trim());
  button.classList.add("is-done");
  if (button.dataset.done) button.textContent = button.dataset.done;
});

/* Choices that take effect at once: <select data-submits>. Without a script the form keeps its button. */
document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-submits]");
  if (control) control.form.requestSubmit();
});

/* One gesture, one request: the second click of a double click on a form that is already on its way is let go.
   A form that a script sends itself (htmx, passkeys) has prevented the event and keeps its own order. */
const SAME_GESTURE_MS = 2000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  const underWay = event.timeStamp - Number(form.dataset.sentAt || -SAME_GESTURE_MS) < SAME_GESTURE_MS;
  if (underWay) event.preventDefault();
  else form.dataset.sentAt = event.timeStamp;
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent-at]")) delete form.dataset.sentAt;
});

/* A refused form opens where something is to be put right. A single control is focused by the page itself
   (autofocus); what is said of a group, or of the whole form, is brought in sight here. */
const refused = document.querySelector("main .g-error, main .g-note.is-stop[role=alert], main .g-flash.is-stop[role=alert]");
if (refused && !document.querySelector("main [autofocus]") && !location.hash) {
  refused.setAttribute("tabindex", "-1");
  refused.focus({ preventScroll: true });
  refused.scrollIntoView({ block: "center" });
}
