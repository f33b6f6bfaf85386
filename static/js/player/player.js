// The player: presses act at once here and travel to the server behind; htmx draws each new item.
(() => {
  "use strict";
  const player = window.LimberPlayer;
  const { clock, course: rules, queue, stage } = player;
  // What this page knows: `course` is the item in hand (null between items), `back` the phase that
  // the stop question interrupted, `away` that nobody watched, `leaving` that the page is done.
  const scene = (player.scene = { root: null, course: null, back: "", away: false, leaving: false });
  const BOUNCE = 250;
  let frame = 0;
  let last = { kind: "", at: 0 };

  const refresh = () => window.htmx.ajax("GET", scene.root.dataset.page, { target: "#player", swap: "outerHTML" });
  const halt = () => cancelAnimationFrame(frame);

  const show = (course) => {
    scene.course = course;
    stage.controls(scene.root, course.phase);
    player.away.follow(course);
    stage.draw(scene.root, course, clock.now());
  };

  const beginNext = (course) => {
    const { root } = scene;
    const { client, csrfmiddlewaretoken } = root.querySelector("[data-controls]").elements;
    const values = {
      kind: "begin",
      item: course.item + 1,
      client: client.value,
      csrfmiddlewaretoken: csrfmiddlewaretoken.value,
    };
    window.htmx.ajax("POST", root.dataset.moves, { target: "#player", swap: "outerHTML", values });
  };

  // The item is over by the clock: the next one begins by itself, or the page asks first.
  const over = () => {
    halt();
    const { course } = scene;
    scene.course = { ...course, phase: "over" };
    player.away.follow(scene.course);
    stage.say(stage.word("done"));
    const flows = course.then === "begin" && !scene.away;
    queue.flush().then(() => (flows ? beginNext(course) : refresh()));
  };

  const tick = () => {
    halt();
    const { course, root } = scene;
    if (course?.phase !== "running" || document.hidden) return;
    const now = clock.now();
    stage.draw(root, course, now);
    player.away.remember(course, now);
    if (rules.position(course, now) >= rules.end(course)) over();
    else frame = requestAnimationFrame(tick);
  };

  const step = (kind) => {
    const now = clock.now();
    const next = rules.moves[kind](scene.course, now);
    if (!next) {
      stage.banner(kind === "next" ? stage.word("slowly") : "");
      return;
    }
    stage.banner("");
    queue.add(scene.root.dataset.moves, { kind, item: next.item }, now);
    if (next.position >= rules.end(next)) {
      scene.course = next;
      over();
      return;
    }
    show(next);
    tick();
    if (kind === "pause") stage.say(stage.word("paused"));
    if (kind === "resume") stage.say(stage.word("running"));
  };

  player.press = (kind) => {
    const at = performance.now();
    if (kind === last.kind && at - last.at < BOUNCE) return; // a bounce, not a second press
    last = { kind, at };
    const { course } = scene;
    if (kind === "stop") player.stop();
    else if (course && rules.works(course)) step(kind !== "toggle" ? kind : course.phase === "running" ? "pause" : "resume");
  };

  // The server's word counts: where it differs from what is shown, the page is drawn anew.
  queue.listeners.reply = (entry, told, drained) => {
    if (told.lost) {
      window.location.reload();
      return;
    }
    if (told.elapsed !== undefined) clock.set(told.elapsed);
    if (told.message) stage.banner(told.message);
    if (told.closed || (scene.leaving && drained)) {
      scene.leaving = true;
      window.location.assign(scene.root.dataset.page);
      return;
    }
    const { course, root } = scene;
    const agrees = told.phase === root.dataset.phase && (!course || told.item === course.item);
    if (drained && course && course.phase !== "over" && !agrees) refresh();
  };
  queue.listeners.offline = () => stage.banner(stage.word("offline"));
  queue.listeners.online = () => stage.banner(stage.word(scene.leaving ? "sent" : "online"));

  const begin = (fresh) => {
    const root = (scene.root = document.getElementById("player"));
    if (!root) return;
    const data = JSON.parse(document.getElementById("player-data").textContent);
    halt();
    stage.reset();
    clock.set(data.elapsed);
    scene.course = data.steps?.length ? { ...data, start: data.position } : null;
    scene.back = data.back || "";
    player.comeBack(root);
    if (player.away.returned(data, clock.now())) return;
    if (scene.away) stage.banner(stage.word("away"));
    player.wait(root, fresh && !scene.away);
    scene.away = false;
    if (fresh) root.querySelector("h1")?.focus({ preventScroll: true });
    if (scene.course) show(scene.course);
    tick();
    queue.flush();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#player [data-press]");
    if (!button) return;
    event.preventDefault();
    player.press(button.dataset.press);
  });

  // What htmx sends must not overtake presses that still wait.
  document.addEventListener(
    "submit",
    (event) => {
      const { target: form, submitter } = event;
      if (!form.closest("#player") || form.matches("[data-answers]") || queue.isEmpty()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      // A click, for htmx sends the button's value only if it saw the button pressed.
      queue.flush().then(() => (submitter ? submitter.click() : form.requestSubmit()));
    },
    true,
  );

  document.addEventListener("htmx:load", (event) => event.detail.elt.id === "player" && begin(true));
  document.addEventListener("htmx:sendError", () => {
    stage.banner(stage.word("offline"));
    if (scene.course?.phase === "over") setTimeout(refresh, 5000);
  });

  Object.assign(player, { show, tick, halt, refresh });
  document.addEventListener("DOMContentLoaded", () => begin(false));
})();
