import type { Instant } from '../../src/domain/ids';
import type { LoginStops } from '../../src/http/loginStop';

/** A store's stops, without the store. */
export function stopsInMemory(): LoginStops {
	const stops = new Map<string, Instant>();
	return {
		loginStop: async (hash) => stops.get(hash),
		saveLoginStop: async (hash, until) => void stops.set(hash, until),
	};
}
