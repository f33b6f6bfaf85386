// "Stop, it hurts": halts at once, with or without a network, and asks one question.
(() => {
  "use strict";
  const player = window.LimberPlayer;
  const { clock, course: rules, queue, stage } = player;

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

  // Leaving the page with the question open is an answer too.
  window.addEventListener("pagehide", () => {
    const { scene } = player;
    const open = scene.root?.dataset.phase === "stopping" && !scene.leaving;
    if (open) queue.add(scene.root.dataset.stop, { answer: "left" }, clock.now());
    if (open || scene.leaving) queue.handOver();
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
})();
