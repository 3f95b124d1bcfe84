/** Something in the demo was not as it must be: Lifeboat has a defect, or this computer a surprise. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed'
}
