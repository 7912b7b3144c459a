/* The box of an answer. A link that fills it by its address, without a script, fills it here in place, and asks before
   it replaces what was typed: <a data-puts="words" data-into="id" data-version="id" data-asks="question">.
   The greeting follows the message that is answered: <select data-handles="@one @two -">, one for each option. */

const box = document.getElementById("reply_text");
const to = document.getElementById("reply_to");
const version = document.getElementById("reply_version");

if (box) {
  let untouched = box.value;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-puts]");
    if (!link) return;
    event.preventDefault();
    if (box.value.trim() && box.value !== untouched && !window.confirm(link.dataset.asks)) return;
    untouched = box.value = greeted(link.dataset.puts);
    version.value = link.dataset.version || "";
    box.focus();
  });

  function handles() {
    return to?.dataset.handles ? to.dataset.handles.split(" ") : [];
  }

  /* Return words that begin with the name of whoever is answered now, where they began with one of the thread. */
  function greeted(words) {
    const now = handles()[to?.selectedIndex ?? 0];
    const before = handles().find((one) => one !== "-" && words.startsWith(`${one} `));
    if (!now || !before) return words;
    const rest = words.slice(before.length + 1);
    return now === "-" ? rest : `${now} ${rest}`;
  }

  to?.addEventListener("change", () => {
    const same = box.value === untouched;
    box.value = greeted(box.value);
    if (same) untouched = box.value;
  });
}
