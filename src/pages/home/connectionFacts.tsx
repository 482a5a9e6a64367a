import type { VNode } from 'preact';
import { zonedText } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import { Badge } from '../badge';

interface Given {
	readonly connection: Connection;
	readonly inputs: ConnectionInputs;
	readonly isAutomatic: boolean;
	readonly now: Instant;
}

function Automatic({ connection: { stoppedAt, timeZone }, isAutomatic }: Given): VNode {
	if (stoppedAt !== undefined)
		return (
			<>
				<Badge mood="bad">stopped</Badge> since {zonedText(stoppedAt, timeZone)}
			</>
		);
	return isAutomatic ? <Badge mood="good">on</Badge> : <Badge mood="plain">off</Badge>;
}

/** What is connected, and when it is looked at. */
export function ConnectionFacts(given: Given): VNode {
	const { connection, inputs } = given;
	const { checkedAt, firstCheckDoneAt, timeZone } = connection;
	const last = checkedAt ?? firstCheckDoneAt;
	const facts: readonly (readonly [string, VNode | string])[] = [
		['Marketplace', `${inputs.account}${inputs.marketplace === undefined ? '' : ` at ${inputs.marketplace}`}`],
		['Autotask', `database ${inputs.databaseId}`],
		['Last check', last === undefined ? 'under way' : zonedText(last, timeZone)],
		['Automatic', <Automatic {...given} />],
	];
	return (
		<>
			<dl class="line">
				{facts.map(([name, value]) => (
					<div>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			<p class="hint">Times are those of {timeZone}.</p>
		</>
	);
}
