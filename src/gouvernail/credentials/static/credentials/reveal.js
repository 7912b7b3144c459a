/* Shows a value in this tab for a while. Nothing happens before the button is pressed: then a key is
   made, its public half is sent, and what comes back is opened here. It is kept in no variable that
   outlives the screen, and taken off the screen after thirty seconds. */

import { makeKey, open, pointOf } from "./hpke.js";

const EVERY = 500;
const PATIENCE = 40;

class Failed extends Error {}

const box = document.querySelector("[data-reveal]");
if (box) begin(box);

function begin(place) {
  const find = (name) => place.querySelector(`[data-${name}]`);
  const says = place.dataset;
  const button = find("reveal-it");
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
    button.hidden = false;
    button.disabled = Date.now() >= Date.parse(says.until);
    say(button.disabled ? says.over : text);
  }

  function show(told) {
    value.textContent = told.value;
    shown.hidden = copy.hidden = hide.hidden = false;
    button.hidden = true;
    const until = Math.min(
      Date.now() + 1000 * Math.min(Number(says.forget), told.seconds ?? Infinity),
      Date.parse(says.until),
    );
    const count = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) forget();
      else say(says.left.replace("#", String(left)));
    };
    count();
    clock = setInterval(count, EVERY);
  }

  async function gesture() {
    button.disabled = true;
    say(says.waiting);
    try {
      show(await fetched(says));
    } catch (error) {
      forget(says.failed);
      if (!(error instanceof Failed)) throw error;
    } finally {
      button.disabled = Date.now() >= Date.parse(says.until);
    }
  }

  find("scripted").hidden = false;
  if (!globalThis.crypto?.subtle) {
    button.disabled = true;
    say(says.insecure);
    return;
  }
  button.addEventListener("click", gesture);
  hide.addEventListener("click", () => forget());
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value.textContent);
    forget(says.copied);
  });
  addEventListener("pagehide", () => forget());
  setTimeout(() => forget(), Math.max(0, Date.parse(says.until) - Date.now()));
}

async function fetched(says) {
  const pair = await makeKey();
  const key = btoa(String.fromCharCode(...(await pointOf(pair))));
  const headers = { ...JSON.parse(document.body.getAttribute("hx-headers")), Accept: "application/json" };
  const asked = await fetch(says.show, { method: "POST", headers, body: new URLSearchParams({ key }) });
  if (!asked.ok) throw new Failed();
  const { id, url } = await asked.json();
  const answer = await waited(url);
  const facts = JSON.parse(answer.facts);
  const meant = { request: says.reveal, item: says.item, person: says.person, showing: id };
  if (Object.entries(meant).some(([name, expected]) => facts[name] !== expected)) throw new Failed();
  const sealed = Uint8Array.from(atob(answer.sealed), (sign) => sign.charCodeAt(0));
  const plain = await open(sealed, pair, new TextEncoder().encode(answer.facts));
  return JSON.parse(new TextDecoder().decode(plain));
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
