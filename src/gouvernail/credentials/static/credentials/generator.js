/* Makes a password in the browser, and says how strong one is. Nothing of it is sent before the form. */

const SIGNS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.!?*+=";
const LENGTH = 24;
const FAIR_BITS = 65;
const STRONG_BITS = 100;

const field = document.querySelector('input[data-value="password"]');
const place = document.querySelector("[data-generator]");
if (field && place) begin();

function begin() {
  const find = (name) => place.querySelector(`[data-${name}]`);
  const see = find("see-it");

  const look = () => {
    const hidden = field.type === "password";
    see.textContent = hidden ? place.dataset.see : place.dataset.hide;
  };
  const judge = () => {
    const bits = strength(field.value);
    const words = bits >= STRONG_BITS ? "strong" : bits >= FAIR_BITS ? "fair" : "weak";
    find("strength").textContent = field.value ? place.dataset[words] : "";
  };

  place.hidden = false;
  field.addEventListener("input", judge);
  see.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    look();
  });
  find("generate").addEventListener("click", () => {
    field.value = made();
    field.type = "text";
    look();
    judge();
  });
  field.form.addEventListener("submit", () => {
    field.type = "password"; // browsers remember what was typed in a field of text
  });
}

function made() {
  const fair = 256 - (256 % SIGNS.length); // beyond it some signs would come more often
  let word = "";
  while (word.length < LENGTH) {
    const [byte] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) word += SIGNS[byte % SIGNS.length];
  }
  return word;
}

/* A rough figure in bits: signs that repeat or follow one another count little. */
function strength(word) {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/];
  const sizes = [26, 26, 10, 30];
  const size = kinds.reduce((sum, kind, at) => sum + (kind.test(word) ? sizes[at] : 0), 0);
  let counted = 0;
  for (let at = 0; at < word.length; at += 1) {
    const step = at ? word.charCodeAt(at) - word.charCodeAt(at - 1) : 2;
    counted += Math.abs(step) <= 1 ? 0.3 : 1;
  }
  return counted * Math.log2(size || 1);
}
