// What this page knows: `course` is the item in hand (null between items), `back` the phase that
// the stop question interrupted, `away` that nobody watched, `leaving` that the page is done.

export const scene = { root: null, course: null, back: "", away: false, leaving: false };

// Draws the page anew from the server's word.
export const refresh = () => window.htmx.ajax("GET", scene.root.dataset.page, { target: "#player", swap: "outerHTML" });
