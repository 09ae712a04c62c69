// Numbers lead to their evidence; here it opens beside them, and the page stays where it is.
import { showMarks } from "./pane/marks.ts";
import { openBeside } from "./pane/pane.ts";
import { offerCopies } from "./pane/copy.ts";

openBeside(document);
showMarks(document);
offerCopies(document);
