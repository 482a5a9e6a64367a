import type { ComponentChildren, VNode } from 'preact';
import { goneAskedIn, othersAskedIn } from '../../domain/answers/othersAsked';
import type { ContractServiceId } from '../../domain/ids';
import { seenPricesIn } from '../../domain/answers/pricesAsked';
import type { SyncTask } from '../../domain/task/task';
import { Choice, TextField } from '../parts/fields';
import { Hidden, PostForm } from '../postForm';

function AskedFirst({ id, children }: { readonly id: string; readonly children: ComponentChildren }): VNode {
	return (
		<section aria-labelledby={id}>
			<h3 id={id}>To be answered first</h3>
			{children}
		</section>
	);
}

/** A line that no longer comes back: whether it is gone for good. */
function GoneLineForm({ line, token }: { readonly line: ContractServiceId; readonly token: string }): VNode {
	return (
		<AskedFirst id="gone">
			<PostForm token={token} action="gone">
				<Hidden values={{ line: String(line) }} />
				<p>
					If contract service {line} is gone for good, the task is planned without it. What it has not billed before
					this plan begins stays unbilled. Nothing is written before you have seen that plan.
				</p>
				<button class="main">It is gone for good</button>
			</PostForm>
		</AskedFirst>
	);
}

/** A price or cost that somebody set in Autotask: whose counts. */
function TheirPricesForm({ seen, token }: { readonly seen: string; readonly token: string }): VNode {
	return (
		<AskedFirst id="prices">
			<PostForm token={token} action="prices">
				<Hidden values={{ seen }} />
				<div class="row">
					<Choice
						name="priceSource"
						label={`Autotask has ${seen.replaceAll('+', ' and ')}, which this marketplace did not write. Whose counts for this task?`}
						options={[
							{ value: 'autotask', name: 'Leave what Autotask has' },
							{ value: 'marketplace', name: "Write the marketplace's" },
						]}
					/>
					<button class="main">Answer</button>
				</div>
			</PostForm>
		</AskedFirst>
	);
}

/** A line that somebody changed in Autotask: whether it is gone, whose price counts, or what of it is not ours. */
export function OtherUnitsForm({ task, token }: { readonly task: SyncTask; readonly token: string }): VNode | null {
	const { attention } = task;
	if (attention?.reason !== 'changed in Autotask') return null;
	const gone = goneAskedIn(attention);
	if (gone !== undefined) return <GoneLineForm line={gone} token={token} />;
	const seen = seenPricesIn(attention);
	if (seen !== undefined) return <TheirPricesForm seen={seen} token={token} />;
	const asked = othersAskedIn(attention);
	if (!asked) return null;
	return (
		<AskedFirst id="others">
			<PostForm token={token} action="others">
				<div class="row">
					<TextField
						name="seen"
						label="Units that Autotask holds now"
						type="number"
						value={String(asked.seenInForce)}
						required
					/>
					<TextField
						name="units"
						label="How many of them are not this marketplace's?"
						type="number"
						required
						hint={`${asked.units} were known before`}
					/>
					<button class="main">Answer</button>
				</div>
			</PostForm>
		</AskedFirst>
	);
}
