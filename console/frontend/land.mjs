// Writes the land of the maps, already projected: for each view of console/map-views.json one path,
// in the units of a drawing that is 1100 wide. The pages draw it without any script.
import { readFileSync } from "node:fs";
import { geoArea, geoEqualEarth, geoMercator, geoPath } from "d3-geo";
import { feature } from "topojson-client";

const SMALLEST_ISLAND = 6; // square units of the drawing: less is dust

/** Gives the path of the land for each view by its name. */
export function drawLand() {
  const { width, views } = JSON.parse(readFileSync("../map-views.json", "utf8"));
  return Object.fromEntries(views.map((view) => [view.name, pathOf(view, width)]));
}

function pathOf(view, width) {
  const topology = JSON.parse(readFileSync(`node_modules/world-atlas/land-${view.detail}.json`, "utf8"));
  const land = feature(topology, topology.objects.land);
  const projection = (view.projection === "equal-earth" ? geoEqualEarth() : geoMercator())
    .rotate([-view.middle[0], 0])
    .scale(view.scale)
    .center([0, view.middle[1]])
    .translate([width / 2, view.height / 2])
    .precision(0.6)
    .clipExtent([[-4, -4], [width + 4, view.height + 4]]);
  const path = geoPath(projection).digits(1);
  const parts = land.features ? land.features : [land];
  const kept = parts.flatMap(({ geometry }) => geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates])
    .map((coordinates) => ({ type: "Polygon", coordinates }))
    // a ring of no extent counts as the whole sphere without it
    .filter((polygon) => geoArea(polygon) < 2 * Math.PI && path.area(polygon) > SMALLEST_ISLAND);
  return path({ type: "MultiPolygon", coordinates: kept.map(({ coordinates }) => coordinates) }) ?? "";
}
