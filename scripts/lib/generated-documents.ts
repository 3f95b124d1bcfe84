/** Every document made from the code, by path; imported after the registry is written, so that it is the new one. */
export async function generatedDocuments(): Promise<[string, string][]> {
  return []
}
