/** Names of classes that hold, as one. A name that a module of styles does not have is a fault, so a test compares them. */
export function joinClasses(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== undefined && name !== false).join(' ');
}
