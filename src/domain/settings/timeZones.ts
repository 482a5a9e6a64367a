/** The names that people choose from; others that the clock knows, such as `utc`, are taken too. */
export function timeZones(): readonly string[] {
	return Intl.supportedValuesOf('timeZone');
}
