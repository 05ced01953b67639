// Lines of a running run as they come. Everything here is also to be had by loading the page again.
(() => {
  "use strict";

  // A page is not redrawn under somebody's hands, nor where nobody looks.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target;
    const busy = part.contains(document.activeElement) && document.activeElement !== document.body;
    const reading = !document.getSelection().isCollapsed;
    const moved = event.detail.requestConfig.triggeringEvent?.type === "run-moved";
    if (!moved && (busy || reading || document.hidden)) event.preventDefault();
  });

  // What was opened stays open.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const open = [...event.detail.target.querySelectorAll("details")].map((one) => one.open);
    event.detail.target.ownerDocument.addEventListener("htmx:afterSettle", (after) => {
      document.getElementById(event.detail.target.id)?.querySelectorAll("details")
        .forEach((one, index) => { one.open = open[index] ?? one.open; });
    }, { once: true });
  });

  // Choosing is enough; the button is for those without script.
  document.querySelectorAll(".choices input").forEach((choice) =>
    choice.addEventListener("change", () => choice.form.requestSubmit()));

  const log = document.getElementById("log");
  if (!log?.dataset.stream) return;
  const list = log.querySelector("ol");
  const hint = document.getElementById("log-state");
  const source = new EventSource(log.dataset.stream);
  let state = log.dataset.state;
  log.scrollTop = log.scrollHeight;

  const say = (text) => { hint.textContent = text; };
  const moved = () => htmx.trigger(document.body, "run-moved");

  source.addEventListener("open", () => say("Live."));
  source.addEventListener("error", () => say("The connection is lost; trying again."));

  source.addEventListener("line", (event) => {
    const follow = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const space = event.data.indexOf(" ");
    const item = document.createElement("li");
    item.value = Number(event.lastEventId);
    [["at", event.data.slice(0, space)], ["line", event.data.slice(space + 1)]].forEach(([name, text]) => {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      item.append(part);
    });
    list.append(item);
    if (follow) log.scrollTop = log.scrollHeight;
  });

  source.addEventListener("state", (event) => {
    if (event.data !== state) moved();
    state = event.data;
  });

  source.addEventListener("over", () => {
    source.close();
    say("The run is over.");
  });
})();
