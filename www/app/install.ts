/** Where the page is served with its companions beside it, it opens again without a network. From disk none of this runs. */

/**
 * Registers the service worker beside the page, if this is the page that has one: its head links a manifest. `onUpdate` is
 * called when a newer page has been fetched; it is used from the next opening on, so that no open work is lost.
 */
export async function install(onUpdate: () => void): Promise<void> {
  if (!document.querySelector("link[rel=manifest]") || !/^https?:$/.test(location.protocol)) return;
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("service-worker.js");
    if (registration.waiting && navigator.serviceWorker.controller) onUpdate();
    registration.addEventListener("updatefound", () => {
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => {
        if (worker.state === "installed" && navigator.serviceWorker.controller) onUpdate();
      });
    });
  } catch {
    // Storage is denied, or the file is not there: the page works all the same, with a network.
  }
}
