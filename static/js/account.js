// Forms of the account with a browser's help: show a password, name the time zone. All work without.
(() => {
  "use strict";
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  const addSwitch = (input) => {
    const words = document.querySelector("[data-show-words]");
    if (!words) return;
    const button = document.createElement("button");
    const show = (on) => {
      input.type = on ? "text" : "password";
      button.textContent = on ? words.dataset.hide : words.dataset.show;
      button.setAttribute("aria-label", on ? words.dataset.hideName : words.dataset.showName);
    };
    button.type = "button";
    button.className = "password-switch";
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => show(input.type === "password"));
    // Sent as typed in a hidden field, so that no browser remembers it as ordinary text.
    input.form.addEventListener("submit", () => show(false));
    input.after(button); // the field stays where it is: who types in it already keeps the focus
    show(false);
  };

  // Two names may be one zone (Kyiv, Kiev), so the clocks are compared, in winter and in summer.
  const clock = (name, time) => {
    const parts = { timeZone: name, hour: "2-digit", minute: "2-digit", day: "2-digit", hourCycle: "h23" };
    return new Intl.DateTimeFormat("en", parts).format(time);
  };
  const sameClock = (one, other) => {
    const year = new Date().getUTCFullYear();
    try {
      return [Date.UTC(year, 0, 1), Date.UTC(year, 6, 1), Date.now()].every(
        (time) => clock(one, time) === clock(other, time),
      );
    } catch {
      return false;
    }
  };

  const offer = (form) => {
    const stored = form.dataset.zoneHint;
    const kept = () => localStorage.getItem("zone-kept") === `${stored} ${zone}`;
    if (!zone || sameClock(stored, zone) || kept()) return;
    form.elements.time_zone.value = zone;
    form.querySelector("[data-zone-name]").textContent = zone;
    form.querySelector("[data-zone-keep]").addEventListener("click", () => {
      localStorage.setItem("zone-kept", `${stored} ${zone}`);
      form.hidden = true;
    });
    form.hidden = false;
  };

  // Forms that ask for the browser's time zone hold <input type="hidden" data-time-zone>, or a
  // <select data-time-zone="here"> that is chosen in advance if it knows the zone.
  const fill = (input) => {
    const known = !input.options || [...input.options].some((option) => option.value === zone);
    const free = input.dataset.timeZone === "here" || !input.value || input.value === "UTC";
    if (zone && known && free) input.value = zone;
  };

  document.querySelectorAll('input[type="password"]').forEach(addSwitch);
  document.querySelectorAll("[data-time-zone]").forEach(fill);
  document.querySelectorAll("[data-zone-hint]").forEach(offer);
  for (const place of document.querySelectorAll("[data-time-zone-name]")) {
    if (zone) place.textContent = zone;
  }
})();
