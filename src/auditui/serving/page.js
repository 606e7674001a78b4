document.getElementById("again").addEventListener("click", () => window.location.reload());
// Keys are for the screens from the beginning, without a click first.
new MutationObserver((_, watcher) => {
  if (document.body.classList.contains("-first-byte")) {
    watcher.disconnect();
    document.querySelector(".xterm-helper-textarea").focus();
  }
}).observe(document.body, { attributeFilter: ["class"] });
