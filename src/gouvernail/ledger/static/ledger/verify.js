/* Checks the proof of one entry in the reader's own browser: hashes and signature are computed here
   (WebCrypto), against the key in the field, which the reader may replace by the one they hold.
   What is read is the same file that "Download the proof" gives. Formats: RFC 6962,
   c2sp.org/tlog-proof@v1, c2sp.org/signed-note, c2sp.org/tlog-checkpoint. */

const HASH_SIZE = 32;
const KEY_ID_SIZE = 4;
const ED25519 = 1;
const HEADER = "c2sp.org/tlog-proof@v1";
const OPENED = "epoch.opened";
const STATEMENT = "gouvernail/epoch/v1";

class Refused extends Error {}

function require(holds) {
  if (!holds) throw new Refused();
}

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const utf8 = (text) => new TextEncoder().encode(text);
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function sha256(...parts) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
}

function base64(text) {
  let raw;
  try {
    raw = atob(text);
  } catch {
    throw new Refused();
  }
  require(btoa(raw) === text);
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

function whole(text) {
  require(/^(0|[1-9][0-9]{0,15})$/.test(text));
  return Number(text);
}

function readNote(note) {
  const end = note.lastIndexOf("\n\n");
  require(end > 0 && note.endsWith("\n"));
  const signatures = note.slice(end + 2, -1).split("\n").map((line) => {
    const [dash, name, value] = line.split(" ");
    require(dash === "\u2014" && value);
    return { name, value: base64(value) };
  });
  return { signed: note.slice(0, end + 1), signatures };
}

/* The parts of a proof: the place of the entry, the hashes beside its path, the signed checkpoint. */
function read(text) {
  const gap = text.indexOf("\n\n");
  require(gap > 0);
  const lines = text.slice(0, gap).split("\n");
  require(lines.shift() === HEADER);
  if (lines[0]?.startsWith("extra ")) lines.shift();
  const place = lines.shift() ?? "";
  require(place.startsWith("index "));
  const path = lines.map(base64);
  require(path.every((value) => value.length === HASH_SIZE));
  const { signed, signatures } = readNote(text.slice(gap + 2));
  const [origin, size, root] = signed.split("\n");
  return {
    index: whole(place.slice("index ".length)),
    path,
    signed,
    origin,
    size: whole(size),
    root: base64(root),
    signatures,
  };
}

/* The root that a leaf leads to (RFC 9162, section 2.1.3.2). Halving by division: sizes may pass
   the 32 bits of JavaScript's shifts. */
async function climb(leaf, index, size, path) {
  require(index < size);
  let node = leaf;
  let at = index;
  let last = size - 1;
  for (const sibling of path) {
    require(last > 0);
    if (at % 2 === 1 || at === last) {
      node = await sha256([1], sibling, node);
      while (at % 2 === 0 && at > 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      node = await sha256([1], node, sibling);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  require(last === 0);
  return node;
}

async function readKey(line) {
  const first = line.indexOf("+");
  const second = line.indexOf("+", first + 1);
  require(first > 0 && second > first);
  const name = line.slice(0, first);
  const typed = base64(line.slice(second + 1));
  require(typed.length === 1 + HASH_SIZE && typed[0] === ED25519);
  const id = (await sha256(utf8(name + "\n"), typed)).slice(0, KEY_ID_SIZE);
  require(hex(id) === line.slice(first + 1, second));
  return { name, id, bytes: typed.slice(1) };
}

/* true, false, or null when this browser cannot tell. */
async function isSigned(key, note) {
  const own = note.signatures.filter(
    ({ name, value }) => name === key.name && same(value.slice(0, KEY_ID_SIZE), key.id),
  );
  if (own.length === 0) return false;
  let known;
  try {
    known = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
  for (const { value } of own) {
    const signature = value.slice(KEY_ID_SIZE);
    if (!(await crypto.subtle.verify("Ed25519", known, signature, utf8(note.signed)))) return false;
  }
  return true;
}

/* Each step yields whether it holds, and what was computed. It stops at the first that does not. */
async function* steps(entry, text, line, opening) {
  const leaf = await sha256([0], utf8(entry));
  yield ["leaf", true, hex(leaf)];
  let proof;
  let root;
  try {
    proof = read(text);
    root = await climb(leaf, proof.index, proof.size, proof.path);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    yield ["path", false, ""];
    return;
  }
  yield ["path", true, hex(root)];
  yield ["root", same(root, proof.root), hex(proof.root)];
  if (!same(root, proof.root)) return;
  let key;
  try {
    key = await readKey(line);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    yield ["key", false, ""];
    return;
  }
  yield ["key", true, key.name];
  const signed = proof.origin === key.name && (await isSigned(key, proof));
  yield ["signature", signed, ""];
  if (signed !== false && isReopened(proof)) yield await openingStep(proof, opening);
}

/* A log of this name follows another one: "…/2" and later. */
function isReopened(proof) {
  return /\/([2-9]|[1-9][0-9]+)$/.test(proof.origin);
}

async function openingStep(proof, opening) {
  try {
    return ["opening", await isOpened(proof, opening), ""];
  } catch (error) {
    if (!(error instanceof Refused || error instanceof TypeError)) throw error;
    return ["opening", false, ""];
  }
}

/* Whether the log of a proof begins with what an operator stated and signed: true, false, or null
   when this browser cannot tell. The first entry is proved against the same checkpoint. */
async function isOpened(proof, { leaf, text, keys }) {
  const first = read(text);
  require(first.index === 0 && first.signed === proof.signed);
  const node = await sha256([0], utf8(leaf));
  require(same(await climb(node, 0, first.size, first.path), proof.root));
  const { type, data } = JSON.parse(leaf);
  const { origin, statement, kept_size: size, kept_root: kept, previous_note: before } = data.state;
  require(type === OPENED && origin === proof.origin);
  const note = readNote(statement);
  const lines = note.signed.split("\n");
  const root = btoa(String.fromCharCode(...kept.match(/../g).map((pair) => parseInt(pair, 16))));
  const says = [STATEMENT, `opens ${origin}`, lines[2], `kept ${size} ${root}`];
  require(lines[2].startsWith("after "));
  if (before) {
    const known = readNote(before).signed.split("\n");
    require(lines[2] === `after ${known[0]}`);
    says.push(`signed ${known[1]} ${known[2]}`);
  }
  require(says.every((said, at) => lines[at] === said));
  require(!lines.slice(says.length).some((said) => said.startsWith("signed ")));
  let holds = false;
  for (const key of keys) {
    const answer = await isSigned(await readKey(key), note);
    if (answer === null) return null;
    holds ||= answer;
  }
  return holds;
}

function show(row, outcome, value) {
  row.hidden = false;
  for (const said of row.querySelectorAll("[data-outcome]")) {
    said.hidden = said.dataset.outcome !== outcome;
  }
  row.querySelector("[data-value]").textContent = value;
}

async function verify(card) {
  const given = JSON.parse(document.getElementById("proof-data").textContent);
  const rows = new Map(
    Array.from(card.querySelectorAll("[data-step]"), (row) => [row.dataset.step, row]),
  );
  for (const row of rows.values()) row.hidden = true;
  let verdict = "ok";
  const line = card.querySelector("#proof-key").value.trim();
  const stated = card.querySelector("#proof-statements");
  const keys = stated ? stated.value.split(/\s+/).filter(Boolean) : [];
  const opening = { ...given.opening, keys };
  for await (const [name, holds, value] of steps(given.leaf, given.proof, line, opening)) {
    const outcome = holds === null ? "unknown" : holds ? "ok" : "bad";
    if (outcome !== "ok") verdict = outcome;
    show(rows.get(name), outcome, value);
  }
  show(rows.get("verdict"), verdict, "");
}

const card = document.getElementById("proof-here");

if (card) {
  const subtle = globalThis.crypto?.subtle;
  card.hidden = false;
  card.querySelector("form").hidden = !subtle;
  card.querySelector("[data-needs-crypto]").hidden = Boolean(subtle);
  card.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    verify(card);
  });
}
