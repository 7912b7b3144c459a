/* HPKE of RFC 9180, base mode, one message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
   The key is made here, cannot be read by any script, and lives as long as this tab's page. */

const KEM = [0x00, 0x10];
const KDF = [0x00, 0x01];
const AEAD = [0x00, 0x02];
const POINT = 65;
const VERSION = "HPKE-v1";
const EMPTY = new Uint8Array(0);

const utf8 = (text) => new TextEncoder().encode(text);

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const KEM_SUITE = join(utf8("KEM"), Uint8Array.from(KEM));
const HPKE_SUITE = join(utf8("HPKE"), Uint8Array.from([...KEM, ...KDF, ...AEAD]));

async function hmac(key, data) {
  const raw = key.length ? key : new Uint8Array(32);
  const made = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, data));
}

const extract = (suite, salt, label, input) =>
  hmac(salt, join(utf8(VERSION), suite, utf8(label), input));

async function expand(suite, secret, label, info, length) {
  const size = Uint8Array.from([length >> 8, length & 255]);
  const labelled = join(size, utf8(VERSION), suite, utf8(label), info);
  const block = await hmac(secret, join(labelled, Uint8Array.from([1])));
  return block.slice(0, length); // never more than one block of 32 bytes here
}

/* Return a pair of keys of which only the public half can leave. */
export const makeKey = () =>
  crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);

/* Return the public half: an uncompressed point, 65 bytes. */
export const pointOf = async (pair) =>
  new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));

/* Return what was sealed to `pair` beside `facts` (bytes); throws when it was sealed otherwise. */
export async function open(sealed, pair, facts) {
  const enc = sealed.slice(0, POINT);
  const theirs = await crypto.subtle.importKey("raw", enc, { name: "ECDH", namedCurve: "P-256" }, true, []);
  const shared = new Uint8Array(
    await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256),
  );
  const both = join(enc, await pointOf(pair));
  const eae = await extract(KEM_SUITE, EMPTY, "eae_prk", shared);
  const agreed = await expand(KEM_SUITE, eae, "shared_secret", both, 32);
  const context = join(
    Uint8Array.from([0]),
    await extract(HPKE_SUITE, EMPTY, "psk_id_hash", EMPTY),
    await extract(HPKE_SUITE, EMPTY, "info_hash", facts),
  );
  const secret = await extract(HPKE_SUITE, agreed, "secret", EMPTY);
  const raw = await expand(HPKE_SUITE, secret, "key", context, 32);
  const nonce = await expand(HPKE_SUITE, secret, "base_nonce", context, 12);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, sealed.slice(POINT));
  return new Uint8Array(plain);
}
