/* Draws the charts of the figures from the page's own data. Every number stands in the table beside: without this file nothing is missing. */
(function () {
  "use strict";

  var told = document.getElementById("charts");
  if (!told || !window.echarts) { return; }
  var charts = JSON.parse(told.textContent);
  var drawn = [];

  function token(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  function look() {
    var style = getComputedStyle(document.body);
    return {
      ink: token("--hy-ink"), soft: token("--hy-soft"), line: token("--hy-hair"), edge: token("--hy-edge"),
      pine: token("--hy-pine"), warm: token("--hy-warm"), surface: token("--hy-surface"),
      font: style.fontFamily, size: Math.round(parseFloat(style.fontSize) * 0.87)
    };
  }

  function text(as, colour) { return { color: colour, fontFamily: as.font, fontSize: as.size }; }

  function tooltip(as, trigger) {
    return {
      trigger: trigger, renderMode: "richText", confine: true, transitionDuration: 0, backgroundColor: as.surface,
      borderColor: as.edge, textStyle: text(as, as.ink)
    };
  }

  function bars(chart, as) {
    var names = chart.names.slice().reverse();
    return {
      animation: false, textStyle: text(as, as.ink), tooltip: tooltip(as, "item"),
      grid: { left: 8, right: 40, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", minInterval: 1, axisLabel: text(as, as.soft), splitLine: { lineStyle: { color: as.line } } },
      yAxis: {
        type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: as.edge } },
        axisLabel: Object.assign({ width: 120, overflow: "truncate" }, text(as, as.ink))
      },
      series: [{
        type: "bar", name: chart.label, barMaxWidth: 22, cursor: "pointer",
        data: chart.values.map(function (n, i) { return { value: n, url: chart.urls[i] }; }).reverse(),
        itemStyle: { color: as.pine }, emphasis: { itemStyle: { color: as.warm } },
        label: Object.assign({ show: true, position: "right" }, text(as, as.ink))
      }]
    };
  }

  function lines(chart, as) {
    return {
      animation: false, textStyle: text(as, as.ink), tooltip: tooltip(as, "axis"), color: [as.pine, as.warm],
      grid: { left: 8, right: 16, top: 12, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: chart.names, axisLabel: text(as, as.soft), axisLine: { lineStyle: { color: as.edge } } },
      yAxis: { type: "value", minInterval: 1, axisLabel: text(as, as.soft), splitLine: { lineStyle: { color: as.line } } },
      series: chart.lines.map(function (line, n) {
        return {
          type: "line", name: line.label, cursor: "pointer", symbol: n ? "triangle" : "circle", symbolSize: 8,
          lineStyle: { width: 2, type: n ? "dashed" : "solid" },
          data: line.values.map(function (value, i) { return { value: value, url: line.urls[i] }; })
        };
      })
    };
  }

  function draw() {
    drawn.forEach(function (one) { one.dispose(); });
    drawn = [];
    var as = look();
    document.querySelectorAll("[data-chart]").forEach(function (place) {
      var chart = charts[place.dataset.chart];
      if (!chart) { return; }
      place.hidden = false;
      var legend = place.parentElement.querySelector(".hy-legend"); // words beside the dashes and marks: no chart without it
      if (legend) { legend.hidden = false; }
      place.setAttribute("aria-hidden", "true"); // the table beside says the same, and can be read
      var made = window.echarts.init(place, null, { renderer: "canvas" });
      made.setOption(chart.kind === "lines" ? lines(chart, as) : bars(chart, as));
      made.on("click", function (at) { if (at.data && at.data.url) { location.assign(at.data.url); } });
      drawn.push(made);
    });
  }

  draw();
  window.addEventListener("resize", function () { drawn.forEach(function (one) { one.resize(); }); });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
