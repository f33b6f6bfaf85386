// What a page says, sounds and shakes, noted instead of done; `heard` is the list.
window.heard = [];
const note = (what, value) => window.heard.push([Math.round(performance.now()), what, value]);
const fixed = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true, writable: true });

window.SpeechSynthesisUtterance = function (text) {
  this.text = text;
};
fixed(window, "speechSynthesis", {
  speaking: false,
  getVoices: () => [
    { lang: "de-DE", name: "Other", default: true, localService: true },
    { lang: "en-GB", name: "Far", default: false, localService: false },
    { lang: "en_GB", name: "Near", default: false, localService: true },
  ],
  addEventListener() {},
  cancel() {
    this.speaking = false;
    note("cancel");
  },
  speak(said) {
    if (this.speaking) note("talked over", said.text);
    this.speaking = true;
    if (said.text.trim()) note("say", said.text);
    window.lastSaid = said;
    said.onstart();
  },
});

window.AudioContext = function () {
  const node = () => ({ connect: (to) => to, gain: { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} } });
  return {
    get state() {
      return window.locked ? "suspended" : "running";
    },
    currentTime: 0,
    resume: () => Promise.resolve(note("resume")),
    createGain: node,
    createOscillator: () => {
      const frequency = {};
      return { ...node(), frequency, start: () => note("note", frequency.value), stop() {} };
    },
  };
};

fixed(navigator, "vibrate", (pattern) => note("buzz", pattern));
fixed(navigator, "wakeLock", {
  async request(kind) {
    if (window.noWake) throw new DOMException("battery", "NotAllowedError");
    note("wake", kind);
    const lock = new EventTarget();
    lock.released = false;
    lock.release = async () => {
      note("sleep");
      lock.released = true;
    };
    window.lastLock = lock;
    return lock;
  },
});

const handlers = {};
window.pressHeadset = (name) => handlers[name]?.();
fixed(navigator, "mediaSession", { setActionHandler: (name, act) => (handlers[name] = act) });
window.Audio = function () {
  return {
    play: async () => {
      if (window.locked) throw new DOMException("not touched yet", "NotAllowedError");
      note("silence on");
    },
    pause: () => note("silence off"),
  };
};
