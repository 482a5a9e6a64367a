import type { VNode } from 'preact';
import type { SyncTask } from '../../domain/task/task';
import { PostForm } from '../postForm';
import { askedOf } from '../questions/asked';
import { QuestionsFirst, type Typed } from '../questions/questionForm';
import { nameOfTask } from './steps';

/** What the task asks before it can be planned; an answer plans it. */
export function AskedFirst(given: {
	readonly task: SyncTask;
	readonly typed: Typed;
	readonly token: string;
}): VNode | null {
	const { task, typed, token } = given;
	const asked = askedOf(task, undefined);
	if (asked.length === 0) return null;
	return (
		<section aria-labelledby="asked">
			<h3 id="asked">Answer this first</h3>
			<PostForm token={token} action="answer">
				<button name="choose" value="typed" hidden>
					Plan with the number
				</button>
				<QuestionsFirst asked={asked} of={nameOfTask(task)} typed={typed} />
				<p class="soft">Nothing is written before you have seen the plan and approved it.</p>
			</PostForm>
		</section>
	);
}
