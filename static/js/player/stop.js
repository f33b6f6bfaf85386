// "Stop, it hurts": halts at once, with or without a network, and asks one question.
(() => {
  "use strict";
  const player = window.LimberPlayer;
  const { clock, course: rules, queue, stage } = player;
  const LEFT = `limber-left:${location.pathname}`;

  player.stop = () => {
    const { scene } = player;
    const now = clock.now();
    const { course, root } = scene;
    if (root.dataset.phase === "stopping") return;
    player.halt();
    scene.back = root.dataset.phase;
    if (course && rules.works(course)) {
      scene.course = { ...course, position: rules.position(course, now), at: now, phase: "stopping" };
      player.away.follow(scene.course);
    }
    queue.add(root.dataset.moves, { kind: "stop" }, now);
    stage.controls(root, "stopping");
    stage.cry(stage.word("stopped"));
    root.querySelector("#stop-title")?.focus();
  };

  const answer = (form, told) => {
    const { scene } = player;
    const now = clock.now();
    queue.add(scene.root.dataset.stop, { answer: told, whose: form.elements.whose?.value || "own" }, now);
    stage.cry("");
    if (told === "mistake") {
      stage.controls(scene.root, scene.back || "waiting");
      if (scene.course) player.show({ ...scene.course, phase: scene.back, at: now });
      player.tick();
      return;
    }
    scene.leaving = true;
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    stage.banner(stage.word("sent"));
  };

  document.addEventListener(
    "submit",
    (event) => {
      if (!event.target.matches("#player [data-answers]")) return;
      event.preventDefault();
      answer(event.target, event.submitter?.value || "");
    },
    true,
  );

  // Kept by this tab alone, so that a reload can be told from leaving; null where it keeps nothing.
  const kept = (act) => {
    try {
      return act(window.sessionStorage);
    } catch {
      return null;
    }
  };
  const note = (at) => kept((tab) => (tab.setItem(LEFT, at), "1")) || "";

  // This tab left with the question open and is back: the server waits some seconds for that.
  player.comeBack = (root) => {
    const left = kept((tab) => tab.getItem(LEFT));
    if (root.dataset.phase !== "stopping" || !left) return;
    kept((tab) => tab.removeItem(LEFT));
    queue.add(root.dataset.stop, { answer: "returned" }, Math.max(clock.now(), Number(left) + 1));
  };

  // Leaving the page with the question open is an answer too.
  window.addEventListener("pagehide", () => {
    const { scene } = player;
    const open = scene.root?.dataset.phase === "stopping" && !scene.leaving;
    const now = clock.now();
    if (open) queue.add(scene.root.dataset.stop, { answer: "left", returns: note(now) }, now);
    if (open || scene.leaving) queue.handOver();
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
})();
