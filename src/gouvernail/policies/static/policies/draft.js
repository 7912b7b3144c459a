/* Clauses while somebody types: they are saved and previewed, and a copy stays on this device until
   the server has them. Everything here has a plain form behind it. */

const SAVE_AFTER = 1500;
const PREVIEW_AFTER = 400;
const AGAIN = 10000;
const FIELDS = ["title", "text", "title_en", "text_en"];
const open = new Map();

class Clause {
  constructor(form) {
    this.form = form;
    this.place = `gouvernail.clause.${form.dataset.clause}`;
    this.timer = 0;
    this.looks = 0;
    this.saving = null; // the save under way: resolves to whether a button may follow it
    this.dirty = false;
    this.stopped = false;
    form.addEventListener("input", (event) => this.changed(event.target));
    form.addEventListener("submit", (event) => this.submitted(event));
    this.offerBack();
  }

  fields() {
    return FIELDS.map((name) => this.form.elements[name]).filter(Boolean);
  }

  say(words, bad = false) {
    const place = this.form.querySelector("[data-save-state]");
    place.textContent = words;
    place.classList.toggle("is-bad", bad);
  }

  changed(field) {
    if (!FIELDS.includes(field.name)) return;
    this.dirty = true;
    this.keep();
    if (field.name.startsWith("text")) this.preview(field);
    if (this.stopped) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), SAVE_AFTER);
  }

  /* `sent` is the text a button was pressed over: once the server has another, it took the words. */
  keep(sent = "") {
    const words = Object.fromEntries(this.fields().map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(this.place, JSON.stringify({ words, sent }));
    } catch {
      /* A full or forbidden store: the form itself still holds the words. */
    }
  }

  forget() {
    localStorage.removeItem(this.place);
  }

  offerBack() {
    let copy = null;
    try {
      copy = JSON.parse(localStorage.getItem(this.place) ?? "null");
    } catch {
      this.forget();
    }
    const words = copy?.words ?? {};
    const taken = copy?.sent && copy.sent !== this.form.elements.base.value;
    const different = this.fields().filter((field) => field.name in words && words[field.name].trim() !== field.value.trim());
    if (taken || !different.length) {
      this.forget();
      return;
    }
    const banner = this.form.querySelector("[data-restore]");
    banner.querySelector("[data-restore-text]").textContent = different.map((field) => words[field.name]).join("\n\n");
    banner.hidden = false;
    banner.querySelector("[data-restore-take]").addEventListener("click", () => {
      banner.hidden = true;
      different.forEach((field) => {
        field.value = words[field.name];
        this.changed(field);
      });
    });
    banner.querySelector("[data-restore-leave]").addEventListener("click", () => {
      banner.hidden = true;
      this.forget();
    });
  }

  preview(field) {
    window.clearTimeout(this.looks);
    this.looks = window.setTimeout(async () => {
      const data = new FormData();
      data.set("text", field.value);
      data.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      const asked = field.value;
      const address = this.form.querySelector("[data-previews]").dataset.previews;
      try {
        const response = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
        const place = document.getElementById(`p${this.form.id.slice(1)}-${field.name === "text" ? "fr" : "en"}`);
        if (response.ok && place && field.value === asked) place.innerHTML = await response.text();
      } catch {
        /* The save says that the server does not answer. */
      }
    }, PREVIEW_AFTER);
  }

  save() {
    window.clearTimeout(this.timer);
    if (!this.saving && this.dirty && !this.stopped) this.saving = this.saved();
    return this.saving;
  }

  async saved() {
    let mayFollow = true;
    this.dirty = false;
    this.say(this.form.dataset.saving);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        credentials: "same-origin",
        headers: { Accept: "application/json", "HX-Request": "true" },
      });
      if (response.status === 401) {
        this.dirty = true;
        this.say(this.form.dataset.signedOut, true);
        this.timer = window.setTimeout(() => this.save(), AGAIN);
      } else {
        mayFollow = this.settle(await response.json());
      }
    } catch {
      this.dirty = true;
      mayFollow = false;
      this.say(this.form.dataset.offline, true);
      this.timer = window.setTimeout(() => this.save(), AGAIN);
    }
    this.saving = null;
    if (this.dirty && mayFollow && !this.stopped) this.timer = window.setTimeout(() => this.save(), SAVE_AFTER);
    return mayFollow;
  }

  /* Show what a save was answered; return false when a person has to look first. */
  settle(answer) {
    if (answer.saved) {
      this.form.elements.base.value = answer.base;
      this.say(this.form.dataset.kept);
      const states = document.getElementById(this.form.dataset.states);
      if (states && answer.states) states.innerHTML = answer.states;
      document.body.dispatchEvent(new CustomEvent("clause-kept"));
      if (!this.dirty) this.forget();
      return true;
    }
    this.dirty = true;
    if (answer.stale) {
      this.stopped = true;
      if (answer.base) this.form.elements.base.value = answer.base;
      const place = this.form.querySelector("[data-stale]");
      place.innerHTML = answer.stale;
      place.scrollIntoView({ block: "center" });
    }
    const words = Object.values(answer.problems ?? {});
    if (answer.error) words.push(answer.error.message ?? answer.error);
    this.say(words.join(" "), true);
    return !answer.stale;
  }

  /* A button pressed while a save is under way waits for it: sent together, the one that comes second
     would be refused, as if somebody else had written the clause. */
  submitted(event) {
    if (this.saving) {
      event.preventDefault();
      this.follow(event.submitter);
      return;
    }
    window.clearTimeout(this.timer);
    this.keep(this.form.elements.base.value);
    this.stopped = true;
    this.dirty = false;
  }

  async follow(pressed) {
    if (this.held) return;
    this.held = true;
    const mayFollow = await this.saving;
    this.held = false;
    if (mayFollow) this.form.requestSubmit(pressed);
  }
}

function ready(root) {
  const forms = root.matches?.("form[data-clause]") ? [root] : root.querySelectorAll("form[data-clause]");
  for (const form of forms) {
    if (!open.has(form)) open.set(form, new Clause(form));
    form.querySelector("[data-without-script]")?.setAttribute("hidden", "");
  }
}

function unsaved(except) {
  for (const form of [...open.keys()]) if (!form.isConnected) open.delete(form);
  return [...open.values()].filter((one) => one.form !== except && (one.dirty || one.saving) && !one.stopped);
}

/* What leads away from this page waits until every open clause is saved. */
async function leave(waiting, go) {
  const done = await Promise.all(waiting.map((one) => one.saving ?? one.save()));
  if (done.every(Boolean)) go();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-take-theirs]")) {
    for (const one of open.values()) if (one.form.contains(event.target)) one.forget();
    return;
  }
  const link = event.target.closest("a[href]:not([hx-get])");
  if (!link || event.ctrlKey || event.metaKey || link.getAttribute("href").startsWith("#")) return;
  const waiting = unsaved(null);
  if (!waiting.length) return;
  event.preventDefault();
  leave(waiting, () => { window.location.assign(link.href); });
});

document.addEventListener("submit", (event) => {
  const waiting = unsaved(event.target);
  if (!waiting.length || event.defaultPrevented) return;
  event.preventDefault();
  delete event.target.dataset.sentAt;
  leave(waiting, () => event.target.requestSubmit(event.submitter));
});

/* A place to cut: pressed without one, the button puts the hyphens where the cursor last stood. */
let last = null;
document.addEventListener("focusout", (event) => {
  if (event.target.matches("form[data-clause] textarea")) last = event.target;
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-cuts]");
  if (!button || !last || !button.form.contains(last)) return;
  const marked = [...button.form.querySelectorAll("textarea")].some((area) => /^[ \t]*-{3,}[ \t]*$/m.test(area.value));
  if (marked || !last.selectionStart || last.selectionStart >= last.value.length) return;
  event.preventDefault();
  last.setRangeText("\n\n---\n\n", last.selectionStart, last.selectionStart, "end");
  last.dispatchEvent(new Event("input", { bubbles: true }));
  last.focus();
});

ready(document);
document.addEventListener("htmx:load", (event) => {
  ready(event.detail.elt);
  if (event.detail.elt.matches(".p-clause")) document.body.dispatchEvent(new CustomEvent("clause-kept"));
});
