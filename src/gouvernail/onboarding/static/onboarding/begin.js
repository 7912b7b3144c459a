/* A site may begin with a passkey where the browser can make one: it needs HTTPS or localhost. */

if (window.isSecureContext && window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON) {
  for (const shown of document.querySelectorAll("[data-with-passkeys]")) shown.hidden = false;
}
