import type { StoreReader } from '../../core/store.ts'

/** What only some stores offer, handed on by whatever wraps one. */
export function serverSide(store: StoreReader): Pick<StoreReader, 'address' | 'pieces'> {
  return {
    ...(store.address === undefined ? {} : { address: store.address.bind(store) }),
    ...(store.pieces === undefined ? {} : { pieces: store.pieces.bind(store) }),
  }
}
