/* The editor of a pack while somebody types: one side follows the other, examples run, all is saved.
   Everything here has a plain form behind it. */

const form = document.getElementById("editor");
const yaml = document.getElementById("yaml");
const numbers = document.getElementById("yaml-numbers");
const WAIT = 450;
const AGAIN = 10000;
let timer = 0;
let asking = false;
let dirty = false;
let stopped = false;
let leaving = false;
let held = false;
let lastSide = "form";
let marks = [...numbers.querySelectorAll(".is-fault")].map((one) => Number(one.textContent));

/* --- line numbers and marks ----------------------------------------------------------------- */

function drawNumbers() {
  const first = Number(form.elements.first_line.value);
  const count = yaml.value.split("\n").length;
  const drawn = document.createDocumentFragment();
  for (let number = first; number < first + count; number += 1) {
    if (marks.includes(number)) {
      const span = document.createElement("span");
      span.className = "is-fault";
      span.textContent = number;
      drawn.append(span, "\n");
    } else {
      drawn.append(`${number}\n`);
    }
  }
  numbers.replaceChildren(drawn);
  numbers.scrollTop = yaml.scrollTop;
}

function goTo(line) {
  const wanted = line - Number(form.elements.first_line.value);
  const lines = yaml.value.split("\n");
  if (wanted < 0 || wanted >= lines.length) return;
  const start = lines.slice(0, wanted).reduce((sum, one) => sum + one.length + 1, 0);
  yaml.focus();
  yaml.setSelectionRange(start, start + lines[wanted].length);
  yaml.scrollTop = Math.max(0, (wanted - 5) * 19);
  numbers.scrollTop = yaml.scrollTop;
}

/* --- talking to the server ------------------------------------------------------------------ */

function say(words, bad = false) {
  const place = document.querySelector("[data-save-state]");
  if (!place) return;
  place.textContent = words;
  place.classList.toggle("c-stop", bad);
}

/* The side somebody types in is never drawn again under their fingers, unless its fields changed. */
function shapeOf(root) {
  return [...root.querySelectorAll("[name]")].map((one) => one.name).join("\n");
}

function showForm(html) {
  const place = document.getElementById("editor-form");
  const fresh = document.createElement("div");
  fresh.innerHTML = html;
  if (place.contains(document.activeElement) && shapeOf(place) === shapeOf(fresh)) {
    showErrors(place, fresh);
    return;
  }
  const id = document.activeElement?.id;
  const inside = place.contains(document.activeElement);
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  const at = inside && "selectionStart" in document.activeElement ? document.activeElement.selectionStart : null;
  place.replaceChildren(...fresh.childNodes);
  [...place.querySelectorAll("details")].forEach((one, index) => { if (open[index]) one.open = true; });
  const again = inside && id ? document.getElementById(id) : null;
  again?.focus();
  if (again && at !== null && again.selectionStart !== null) again.setSelectionRange?.(at, at);
}

function showErrors(place, fresh) {
  for (const control of place.querySelectorAll("[id][name]")) {
    const error = fresh.querySelector(`[id="${control.id}-error"]`);
    document.getElementById(`${control.id}-error`)?.remove();
    control.removeAttribute("aria-invalid");
    control.removeAttribute("aria-describedby");
    if (error) {
      control.after(error);
      control.setAttribute("aria-invalid", "true");
      control.setAttribute("aria-describedby", error.id);
    }
  }
}

function show(answer, typed) {
  Object.entries(answer.parts).forEach(([id, html]) => {
    const place = document.getElementById(id);
    if (!place) return;
    if (id === "editor-form") showForm(html);
    else if (!place.contains(document.activeElement) && place.innerHTML !== html) place.innerHTML = html;
  });
  if (document.activeElement !== yaml && yaml.value === typed) yaml.value = answer.yaml;
  ["edit_count", "first_line", "line_count", "base", "at"].forEach((name) => {
    form.elements[name].value = answer[name];
  });
  marks = answer.marks;
  yaml.setAttribute("aria-invalid", String(marks.length > 0));
  if (!marks.length) yaml.removeAttribute("aria-invalid");
  drawNumbers();
  filterRows();
}

async function ask() {
  if (asking || stopped || leaving) return;
  asking = true;
  dirty = false;
  say(form.dataset.saving);
  const typed = yaml.value;
  const before = typedIn();
  const data = new FormData(form);
  data.set("do", "update");
  try {
    const response = await fetch(form.dataset.live, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      headers: { Accept: "application/json", "HX-Request": "true" },
    });
    if (response.status === 401) {
      wait(form.dataset.signedOut);
    } else {
      settle(await response.json(), typed, before);
    }
  } catch {
    wait(form.dataset.offline);
  }
  asking = false;
  if (dirty && !stopped) plan();
}

function typedIn() {
  return new URLSearchParams(new FormData(form)).toString();
}

function settle(answer, typed, before) {
  if (!answer.parts) {
    say(answer.error?.message ?? "", true);
    return;
  }
  if (answer.stale) {
    stopped = true;
    yaml.value = answer.yaml;
    document.getElementById("editor-notices").innerHTML = answer.parts["editor-notices"];
    ["edit_count", "first_line", "line_count", "base", "at"].forEach((name) => {
      form.elements[name].value = answer[name];
    });
    form.querySelector("#editor-form [name='form']")?.remove();
    document.getElementById("editor-notices").scrollIntoView({ block: "center" });
    return;
  }
  if (typedIn() === before) {
    show(answer, typed);
  } else {
    /* Somebody typed meanwhile: what is shown is measured against what was kept. */
    ["edit_count", "first_line", "line_count", "base"].forEach((name) => {
      form.elements[name].value = answer[name];
    });
    if (lastSide === "form" && yaml.value === typed) yaml.value = answer.yaml;
    dirty = true;
  }
}

function wait(words) {
  dirty = true;
  say(words, true);
  window.clearTimeout(timer);
  timer = window.setTimeout(ask, AGAIN);
}

function plan() {
  window.clearTimeout(timer);
  timer = window.setTimeout(ask, WAIT);
}

/* --- the list of rules ---------------------------------------------------------------------- */

const search = document.getElementById("rule-search");

function filterRows() {
  const wanted = search.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("#editor-rows [data-words]")) {
    row.hidden = !row.dataset.words.includes(wanted);
  }
}

search.addEventListener("input", filterRows);

/* --- events --------------------------------------------------------------------------------- */

form.addEventListener("input", (event) => {
  lastSide = event.target === yaml ? "yaml" : "form";
  dirty = true;
  if (event.target === yaml) drawNumbers();
  plan();
});

yaml.addEventListener("scroll", () => { numbers.scrollTop = yaml.scrollTop; });

/* Tab indents, as in any editor; Escape, then Tab, leaves. */
let escaped = false;
yaml.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    escaped = true;
    return;
  }
  if (event.key !== "Tab" || event.shiftKey || escaped) {
    escaped = false;
    return;
  }
  event.preventDefault();
  yaml.setRangeText("  ", yaml.selectionStart, yaml.selectionEnd, "end");
  yaml.dispatchEvent(new Event("input", { bubbles: true }));
});

form.addEventListener("submit", (event) => {
  window.clearTimeout(timer);
  if (!asking) {
    leaving = true;
    return;
  }
  event.preventDefault();
  sendAfterSave(event.submitter);
});

async function answered() {
  while (asking) await new Promise((done) => { window.setTimeout(done, 50); });
}

/* A button pressed while what was typed is being kept waits for that: sent together, the one that
   comes second is refused, as if somebody else had changed the pack. */
async function sendAfterSave(pressed) {
  if (held) return;
  held = true;
  form.setAttribute("aria-busy", "true");
  await answered();
  held = false;
  const again = [pressed, ...form.elements].find((one) => one?.form === form
    && one.name === pressed?.name && one.value === pressed?.value);
  if (!stopped && Boolean(pressed) === Boolean(again)) form.requestSubmit(again);
  else form.removeAttribute("aria-busy");
}

window.addEventListener("beforeunload", (event) => {
  if (dirty && !leaving) event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const fault = event.target.closest("[data-go-line]");
  if (fault) {
    event.preventDefault();
    goTo(Number(fault.dataset.goLine));
    return;
  }
  const link = event.target.closest("a[href]");
  if (!link || event.ctrlKey || event.metaKey || link.target || stopped) return;
  if (link.hasAttribute("data-take-theirs")) leaving = true;
  if (!dirty && !asking) return;
  event.preventDefault();
  window.clearTimeout(timer);
  await answered();
  if (dirty) await ask();
  if (!dirty && !stopped) window.location.assign(link.href);
});

window.addEventListener("pageshow", () => {
  leaving = false;
  form.removeAttribute("aria-busy");
  for (const one of document.querySelectorAll("[data-without-script]")) one.hidden = true;
  drawNumbers();
  if (Number(yaml.dataset.line) > 0) goTo(Number(yaml.dataset.line));
});
