import type { VNode } from 'preact';
import type { Connection } from '../../ports/store/connections';
import { TextField } from '../parts/fields';
import { PostForm } from '../postForm';

/** Stops the connection, or starts it again, with a reason for the log. */
export function ConnectionForms(given: {
	readonly connection: Connection | undefined;
	readonly token: string;
}): VNode | null {
	const { connection, token } = given;
	if (!connection) return null;
	const isStopped = connection.stoppedAt !== undefined;
	return (
		<details {...(isStopped ? { open: true } : {})}>
			<summary>{isStopped ? 'Start the connection again' : 'Stop the connection'}</summary>
			<p>
				{isStopped
					? 'What has waited is handed on by the next check.'
					: 'Checks go on finding tasks, and nothing more is written until it is started again.'}
			</p>
			<PostForm token={token} action={isStopped ? 'start' : 'stop'}>
				<TextField name="brakeReason" label="Reason" hint="It is recorded in the action log" required maxLength={500} />
				<p>
					<button class={isStopped ? 'main' : 'risky'}>{isStopped ? 'Start' : 'Stop'}</button>
				</p>
			</PostForm>
		</details>
	);
}
