/** How one write is sent. */
export interface SendOptions {
	/** Runs just before each sending, after all waiting; what it throws goes to the caller and nothing is sent. */
	readonly beforeSend?: () => Promise<void>;
}
