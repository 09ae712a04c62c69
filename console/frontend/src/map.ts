// The page of the map: what the server drew can be brought nearer and moved.
import { letMove } from "./map/moving.ts";

const map = document.querySelector<HTMLElement>(".movable .map");
const buttons = document.querySelector<HTMLElement>(".map-buttons");
if (map && buttons) letMove(map, buttons);
