/* Passkeys. A form marked data-passkey="create|get" asks the browser for a credential before it
   leaves: its options are in the element it names (data-options) or at its own address. */

const form = document.querySelector("form[data-passkey]");
const problem = document.querySelector("[data-passkey-problem]");
const WORDS = { NotAllowedError: "stopped", InvalidStateError: "known" };

async function optionsOf() {
  const kept = document.getElementById(form.dataset.options || "");
  if (kept) return JSON.parse(kept.textContent);
  const answer = await fetch(form.action, {
    headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
  });
  return answer.json();
}

async function credential() {
  const options = await optionsOf();
  if (form.dataset.passkey === "get") {
    const asked = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
    return navigator.credentials.get({ publicKey: asked });
  }
  const given = options.creation_options.publicKey;
  const wanted = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  given.authenticatorSelection = { ...given.authenticatorSelection, ...wanted };
  return navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given),
  });
}

function say(error) {
  const name = WORDS[error.name] || "failed";
  problem.textContent = problem.dataset[name];
  problem.hidden = false;
}

if (form && window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await credential());
      form.submit();
    } catch (error) {
      say(error);
    }
  });
} else if (problem) {
  problem.textContent = problem.dataset.missing;
  problem.hidden = false;
}
