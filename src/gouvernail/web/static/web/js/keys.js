/* The keyboard: Ctrl K searches, j and k walk a list marked data-keys, Enter opens, ? helps.
   A page adds its own keys with data-key="a" on a button or link. */

function typing(element) {
  return element.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])") !== null;
}

function rows() {
  return [...document.querySelectorAll("[data-keys]")].flatMap((list) => [...list.children])
    .filter((row) => row.offsetParent !== null && row.querySelector("a[href]"));
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("is-at"));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
  if (at >= 0) all[at].classList.remove("is-at");
  all[next].classList.add("is-at");
  const link = all[next].querySelector("a[href]");
  link.focus({ preventScroll: true });
  all[next].scrollIntoView({ block: "nearest" });
}

const actions = {
  j: () => move(1),
  k: () => move(-1),
  "?": () => document.getElementById("help")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const search = document.getElementById("search");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const own = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (own && !own.disabled) {
    event.preventDefault();
    own.click();
  } else if (Object.hasOwn(actions, event.key)) {
    event.preventDefault();
    actions[event.key]();
  }
});
