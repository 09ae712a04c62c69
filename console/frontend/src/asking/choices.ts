// What a form asks for, as an address.

/** The address of a form with these fields; an empty field is told only where `whole` asks for it. */
export function addressOf(action: string, fields: Iterable<[string, string]>, whole: boolean): string {
  const asked = new URLSearchParams();
  for (const [name, value] of fields) {
    if (value !== "" || (whole && name !== "lang")) asked.append(name, value);
  }
  const text = asked.toString();
  return text === "" ? action : `${action}?${text}`;
}
