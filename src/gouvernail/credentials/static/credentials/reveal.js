/* Shows a value in this tab for a while. Nothing happens before the button is pressed: then a key is
   made, its public half is sent, and what comes back is opened here. It is kept in no variable that
   outlives the screen, and taken off the screen after thirty seconds. */

import { makeKey, open, pointOf } from "./hpke.js";

const EVERY = 500;
const PATIENCE = 40;

class Failed extends Error {}
class Unproved extends Error {}

const box = document.querySelector("[data-reveal]");
if (box) begin(box);

function begin(place) {
  const find = (name) => place.querySelector(`[data-${name}]`);
  const says = place.dataset;
  const buttons = [...place.querySelectorAll("[data-reveal-it]")];
  const end = Date.now() + 1000 * Number(says.seconds); // the server says how long: this clock may be wrong
  const shown = find("shown");
  const value = find("value");
  const status = find("status");
  const copy = find("copy");
  const hide = find("hide");
  let clock = 0;

  const say = (text) => {
    status.textContent = text;
  };

  function forget(text = "") {
    clearInterval(clock);
    value.textContent = "";
    shown.hidden = copy.hidden = hide.hidden = true;
    for (const button of buttons) button.hidden = false;
    say(rest() ? says.over : text);
  }

  /* Let the buttons be pressed again, unless the time is over; return whether it is. */
  function rest() {
    const over = Date.now() >= end;
    for (const button of buttons) button.disabled = over;
    return over;
  }

  function show(told) {
    value.textContent = told.value;
    shown.hidden = copy.hidden = hide.hidden = false;
    for (const button of buttons) button.hidden = true;
    const until = Math.min(
      Date.now() + 1000 * Math.min(Number(says.forget), told.seconds ?? Infinity),
      end,
    );
    const count = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) forget();
      else say(says.left.replace("#", String(left)));
    };
    count();
    clock = setInterval(count, EVERY);
  }

  async function gesture(event) {
    for (const button of buttons) button.disabled = true;
    say(says.waiting);
    try {
      show(await fetched(says, event.currentTarget.dataset.newest ?? ""));
    } catch (error) {
      if (error instanceof Unproved) {
        find("prove").submit(); // one proves who one is, and comes back to this page
        return;
      }
      const known = error instanceof Failed;
      forget((known && error.message) || says.failed);
      if (!known) throw error;
    }
    rest();
  }

  find("scripted").hidden = false;
  if (!globalThis.crypto?.subtle) {
    for (const button of buttons) button.disabled = true;
    say(says.insecure);
    return;
  }
  for (const button of buttons) button.addEventListener("click", gesture);
  hide.addEventListener("click", () => forget());
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value.textContent);
    forget(says.copied);
  });
  addEventListener("pagehide", () => forget());
  setTimeout(() => forget(), Math.max(0, end - Date.now()));
}

async function fetched(says, newest) {
  const pair = await makeKey();
  const key = btoa(String.fromCharCode(...(await pointOf(pair))));
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), Accept: "application/json" };
  const asked = await fetch(says.show, { method: "POST", headers, body: new URLSearchParams({ key, newest }) });
  if (!asked.ok) await refused(asked);
  const { id, url } = await asked.json();
  const answer = await waited(url);
  const facts = JSON.parse(answer.facts);
  const meant = { request: says.reveal, item: says.item, person: says.person, showing: id };
  if (Object.entries(meant).some(([name, expected]) => facts[name] !== expected)) throw new Failed();
  const sealed = Uint8Array.from(atob(answer.sealed), (sign) => sign.charCodeAt(0));
  const plain = await open(sealed, pair, new TextEncoder().encode(answer.facts));
  return JSON.parse(new TextDecoder().decode(plain));
}

/* Say why nothing is shown, in the words of the server when it gave any. */
async function refused(answer) {
  const told = await answer.json().catch(() => ({}));
  if (told.error?.code === "proof_needed") throw new Unproved();
  throw new Failed(told.error?.message ?? "");
}

async function waited(url) {
  for (let turn = 0; turn < PATIENCE; turn += 1) {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Failed();
    const told = await answer.json();
    if (told.state === "ready") return told;
    if (told.state === "failed") throw new Failed();
    await new Promise((done) => setTimeout(done, EVERY));
  }
  throw new Failed();
}
