/* The composer while somebody types: checks the words, underlines them, saves, and keeps a copy on
   this device until the server has it. Everything here has a plain form behind it. */

const form = document.getElementById("composer");
const bar = document.getElementById("composer-bar");
const CHECK_AFTER = 350;
const SAVE_AFTER = 1400;
const KEPT = `gouvernail.draft.${form.dataset.draft}`;
let marks = JSON.parse(document.getElementById("composer-data").textContent).marks;
let checkTimer = 0;
let saveTimer = 0;
let round = 0;
let saving = null; // the save under way: resolves to whether a button may follow it
let held = false;
let dirty = false;
let stopped = false;

/* --- underlining ------------------------------------------------------------------------- */

const judged = new Map();

function areas() {
  return [...form.querySelectorAll("[data-write]")].map((box) => ({
    key: box.dataset.write,
    layer: box.querySelector(".g-layer"),
    area: box.querySelector("textarea"),
  }));
}

/* Move marks along with an edit, so that underlining follows the words until the next answer. */
function shifted(before, after, found) {
  const old = Array.from(before);
  const now = Array.from(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head
    && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const move = now.length - old.length;
  return found.flatMap(([start, end, kind]) => {
    if (end <= head) return [[start, end, kind]];
    if (start >= old.length - tail) return [[start + move, end + move, kind]];
    return [];
  });
}

function paint({ key, layer, area }) {
  const base = judged.get(key) ?? area.value;
  const found = base === area.value ? marks[key] ?? [] : shifted(base, area.value, marks[key] ?? []);
  const points = Array.from(area.value);
  const strength = { info: 1, warn: 2, stop: 3 };
  const edges = new Set([0, points.length]);
  found.forEach(([start, end]) => edges.add(start).add(end));
  const cuts = [...edges].filter((at) => at <= points.length).sort((a, b) => a - b);
  const pieces = document.createDocumentFragment();
  cuts.slice(0, -1).forEach((start, index) => {
    const end = cuts[index + 1];
    const text = points.slice(start, end).join("");
    const kind = found.filter(([a, b]) => a <= start && end <= b)
      .map((mark) => mark[2]).sort((a, b) => strength[b] - strength[a])[0];
    if (!kind) {
      pieces.append(text);
      return;
    }
    const mark = document.createElement("mark");
    mark.className = `g-find ${kind}`;
    mark.textContent = text;
    pieces.append(mark);
  });
  pieces.append("\n");
  layer.replaceChildren(pieces);
  layer.hidden = false;
}

function paintAll() {
  areas().forEach(paint);
}

/* --- talking to the server --------------------------------------------------------------- */

function sent(extra = {}) {
  const data = new FormData(form);
  /* Files, accounts, the time and a proof wait for their own button. */
  ["picture", "accounts", "accounts_shown", "when"].forEach((name) => data.delete(name));
  [...data.keys()].filter((name) => name.startsWith("proof_")).forEach((name) => data.delete(name));
  Object.entries(extra).forEach(([name, value]) => data.set(name, value));
  return data;
}

function say(words, bad = false) {
  const place = bar.querySelector("[data-save-state]");
  if (!place) return;
  place.textContent = words;
  place.classList.toggle("is-bad", bad);
}

async function ask(extra) {
  return fetch(form.dataset.live, {
    method: "POST",
    body: sent(extra),
    credentials: "same-origin",
    headers: { Accept: "application/json", "HX-Request": "true" },
  });
}

function show(answer, asked) {
  Object.entries(answer.parts ?? {}).forEach(([id, html]) => {
    const place = document.getElementById(id);
    if (!place || place.contains(document.activeElement)) return;
    const open = place.querySelector("details[open]");
    if (!open && place.innerHTML !== html) place.innerHTML = html;
  });
  if (answer.marks) {
    marks = answer.marks;
    asked.forEach((text, key) => judged.set(key, text));
    paintAll();
  }
}

function texts() {
  return new Map(areas().map(({ key, area }) => [key, area.value]));
}

async function check() {
  const mine = (round += 1);
  const asked = texts();
  try {
    const response = await ask();
    if (mine !== round) return;
    if (response.status === 401) signedOut();
    else if (response.ok) show(await response.json(), asked);
  } catch {
    say(form.dataset.offline, true);
  }
}

function save() {
  if (!saving && !stopped) saving = saved();
}

async function saved() {
  let mayFollow = true;
  dirty = false;
  const asked = texts();
  say(form.dataset.saving);
  try {
    const response = await ask({ keep: "1" });
    if (response.status === 401) signedOut();
    else mayFollow = await settle(response, asked);
  } catch {
    dirty = true;
    say(form.dataset.offline, true);
    saveTimer = window.setTimeout(save, 10000);
  }
  saving = null;
  if (dirty && !stopped) plan();
  return mayFollow;
}

/* Show what a save was answered; return false when somebody else's words came before it. */
async function settle(response, asked) {
  const answer = await response.json();
  if (answer.parts) show(answer, asked);
  if (answer.saved) {
    form.elements.edit_count.value = answer.edit_count;
    if (!dirty) forget();
    return true;
  }
  const words = Object.values(answer.problems ?? {});
  if (answer.error) words.push(answer.error.message);
  say(words.join(" "), true);
  const stale = document.querySelector("[data-code='draft_stale']");
  if (stale) {
    stopped = true;
    stale.scrollIntoView({ block: "center" });
    form.elements.edit_count.value = answer.edit_count;
  }
  return !stale;
}

function signedOut() {
  dirty = true;
  say(form.dataset.signedOut, true);
  saveTimer = window.setTimeout(save, 15000);
}

function plan() {
  window.clearTimeout(checkTimer);
  window.clearTimeout(saveTimer);
  checkTimer = window.setTimeout(check, CHECK_AFTER);
  saveTimer = window.setTimeout(save, SAVE_AFTER);
}

/* --- the copy on this device ------------------------------------------------------------- */

const WORDS = "textarea[name], input[name='title'], input[name='tags']";

function keep(act = "") {
  const fields = Object.fromEntries([...form.querySelectorAll(WORDS)]
    .filter((field) => !field.name.startsWith("reason-"))
    .map((field) => [field.name, field.value]));
  try {
    localStorage.setItem(KEPT, JSON.stringify({ fields, act, edits: edits(), at: Date.now() }));
  } catch {
    /* A full or forbidden store: the form itself still holds the text. */
  }
}

function edits() {
  return Number(form.elements.edit_count.value);
}

function forget() {
  localStorage.removeItem(KEPT);
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/* A correction that was asked for and made is what its author wants: the words before it are not offered. */
function corrected(copy) {
  return copy.act === "fix" && edits() > copy.edits && !document.querySelector("[data-code='draft_stale']");
}

function offerBack() {
  const copy = kept();
  if (!copy) return;
  if (corrected(copy)) {
    forget();
    return;
  }
  const different = Object.entries(copy.fields)
    .filter(([name, value]) => form.elements[name] && form.elements[name].value !== value)
    .filter(([name, value]) => !(copy.act === "template" && form.elements[name].value.startsWith(value.trimEnd())));
  if (!different.length) {
    forget();
    return;
  }
  const banner = document.getElementById("composer-restore");
  banner.querySelector("[data-restore-text]").textContent = different.map(([, value]) => value).join("\n\n");
  banner.hidden = false;
  banner.querySelector("[data-restore]").addEventListener("click", () => {
    different.forEach(([name, value]) => { form.elements[name].value = value; });
    banner.hidden = true;
    paintAll();
    changed();
  });
  banner.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    banner.hidden = true;
  });
}

/* --- events ------------------------------------------------------------------------------ */

function changed() {
  dirty = true;
  keep();
  plan();
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file" || event.target.name?.startsWith("reason-")) return;
  if (event.target.name === "accounts" || event.target.closest(".g-fold")) return;
  paintAll();
  changed();
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-blocked")) {
    event.preventDefault();
    form.removeAttribute("aria-busy");
    document.querySelector("#composer-findings .stop")?.scrollIntoView({ block: "center", behavior: "smooth" });
    return;
  }
  if (saving) {
    event.preventDefault();
    sendAfterSave(event.submitter);
    return;
  }
  window.clearTimeout(checkTimer);
  window.clearTimeout(saveTimer);
  stopped = true;
  keep(event.submitter?.value.split(":")[0]); // a template is put after what is there
});

/* A button pressed while a save is under way waits for it: sent together, the one that comes second
   is refused, as if somebody else had changed the draft. The save may have drawn the button again. */
async function sendAfterSave(pressed) {
  if (held) return;
  held = true;
  form.setAttribute("aria-busy", "true");
  const mayFollow = await saving;
  held = false;
  const again = [pressed, ...form.elements].find((one) => one?.form === form
    && one.name === pressed?.name && one.value === pressed?.value);
  if (mayFollow && Boolean(pressed) === Boolean(again)) form.requestSubmit(again);
  else form.removeAttribute("aria-busy");
}

form.addEventListener("change", (event) => {
  if (event.target.type === "file" && event.target.files.length) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-take-theirs]")) forget();
});

window.addEventListener("pageshow", () => {
  form.removeAttribute("aria-busy");
  areas().forEach(({ key, area }) => judged.set(key, area.value));
  paintAll();
  offerBack();
});
