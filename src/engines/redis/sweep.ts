/** Nothing to remove: the server forgets a replica when its connection ends. */
export async function sweep(): Promise<readonly string[]> {
  return []
}
