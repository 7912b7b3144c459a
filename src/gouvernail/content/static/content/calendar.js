/* Dragging a draft to another day opens the form that moves it: nothing moves without being asked. */

let held = null;

document.addEventListener("dragstart", (event) => {
  held = event.target.closest("[data-move]");
  if (held) event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const cell = event.target.closest("td[data-day]");
  if (!held || !cell) return;
  event.preventDefault();
  document.querySelector("td.is-target")?.classList.remove("is-target");
  cell.classList.add("is-target");
});

document.addEventListener("drop", (event) => {
  const cell = event.target.closest("td[data-day]");
  if (!held || !cell) return;
  event.preventDefault();
  window.location.assign(`${held.dataset.move}?on=${cell.dataset.day}`);
});

document.addEventListener("dragend", () => {
  held = null;
  document.querySelector("td.is-target")?.classList.remove("is-target");
});
