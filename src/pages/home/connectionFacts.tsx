import type { VNode } from 'preact';
import { plusMillis } from '../../domain/calendarDate';
import type { Instant } from '../../domain/ids';
import type { Connection, ConnectionInputs } from '../../ports/store/connections';
import { Badge } from '../parts/badge';
import { At } from '../zone';

/** A check may begin as late as that, and takes its time. */
const late = 15 * 60_000;

/** Whether changes are written without a person, for customers that allow it. */
export interface AutomaticSetting {
	readonly isOn: boolean;
	/** Whether a node has another value of its own. */
	readonly isDifferent: boolean;
}

interface Given {
	readonly connection: Connection;
	readonly inputs: ConnectionInputs;
	readonly automatic: AutomaticSetting;
	readonly now: Instant;
}

function Automatic({ connection: { stoppedAt }, automatic: { isOn, isDifferent } }: Given): VNode {
	if (stoppedAt !== undefined)
		return (
			<>
				<Badge mood="bad">stopped</Badge> since <At at={stoppedAt} />
			</>
		);
	return (
		<>
			{isOn ? <Badge mood="good">on</Badge> : <Badge mood="plain">off</Badge>}
			{isDifferent ? <a href="settings"> a node has another value</a> : null}
		</>
	);
}

/** When the workflow checks by itself; what is long over is said as it is: nothing checks. */
function nextText({ connection: { nextCheckAt }, now }: Given): VNode | string {
	if (nextCheckAt === undefined) return 'as set in n8n';
	const text = <At at={nextCheckAt} />;
	if (plusMillis(nextCheckAt, late) >= now) return text;
	return (
		<>
			<Badge mood="bad">late</Badge> was due {text}: is the workflow that checks published?
		</>
	);
}

/** What is connected, and when it is looked at. */
export function ConnectionFacts(given: Given): VNode {
	const { connection, inputs } = given;
	const { checkedAt, firstCheckDoneAt } = connection;
	const last = checkedAt ?? firstCheckDoneAt;
	const facts: readonly (readonly [string, VNode | string])[] = [
		['Marketplace', `${inputs.account}${inputs.marketplace === undefined ? '' : ` at ${inputs.marketplace}`}`],
		['Autotask', `database ${inputs.databaseId}`],
		['Last check', last === undefined ? 'under way' : <At at={last} />],
		['Next check', nextText(given)],
		['Automatic', <Automatic {...given} />],
	];
	return (
		<dl class="line">
			{facts.map(([name, value]) => (
				<div>
					<dt>{name}</dt>
					<dd>{value}</dd>
				</div>
			))}
		</dl>
	);
}
