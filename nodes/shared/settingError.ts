/** A parameter, credential or item that a person has to correct in the editor. The message says which and how. */
export class SettingError extends Error {
	override readonly name = 'SettingError';
}
