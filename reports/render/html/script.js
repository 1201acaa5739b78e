"use strict";
document.addEventListener("click", function (event) {
  var figure = event.target.closest("[data-figure]");
  if (figure) {
    var trace = document.querySelector('dialog[data-of="' + CSS.escape(figure.getAttribute("data-figure")) + '"]');
    if (trace && trace.showModal) {
      event.preventDefault();
      trace.showModal();
    }
    return;
  }
  var dialog = event.target.closest("dialog");
  if (dialog && dialog.open && (event.target === dialog || event.target.closest(".close"))) {
    event.preventDefault();
    dialog.close();
  }
});
