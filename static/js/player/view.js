// How the page lies before one's eyes: larger for someone who lies down, turned, over the whole screen.
import { hear } from "./bus.js";
import { scene } from "./scene.js";

const TURNS = ["", "left", "right"];
const root = document.documentElement;

const posture = () => {
  const { course } = scene;
  const player = document.getElementById("player");
  if (player && course) player.dataset.posture = course.items?.[course.item]?.posture || "";
};

// One turn to each side, then upright again: for a head that lies on its side.
const turn = () => {
  const next = TURNS[(TURNS.indexOf(root.dataset.turn || "") + 1) % TURNS.length];
  root.dataset.turn = next;
};

export const canFill = () => Boolean(root.requestFullscreen);

export const fill = async () => {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await root.requestFullscreen();
    // Else the first Escape would only leave the full screen, and it means stop.
    if (document.fullscreenElement) await navigator.keyboard?.lock?.(["Escape"]);
  } catch {
    // Not allowed here; the page stays as it is.
  }
};

document.addEventListener("fullscreenchange", () => {
  if (!document.fullscreenElement) navigator.keyboard?.unlock?.();
  const button = document.querySelector("[data-view=fill]");
  button?.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
});

document.addEventListener("click", (event) => {
  const view = event.target.closest?.("[data-view]")?.dataset.view;
  if (view === "turn") turn();
  if (view === "fill") fill();
});

hear("turn", posture);
hear("show", posture);
for (const button of document.querySelectorAll("[data-view=fill]")) button.hidden = !canFill();
