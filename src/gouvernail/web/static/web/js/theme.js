/* Before the first paint: a reader who follows their device gets its theme, and changes with it. */
(function () {
  "use strict";
  const root = document.documentElement;
  if (root.dataset.theme !== "auto" || !window.matchMedia) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
  follow();
  dark.addEventListener("change", follow);
})();
