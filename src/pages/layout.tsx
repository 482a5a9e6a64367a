import type { ComponentChildren, VNode } from 'preact';
import { useContext } from 'preact/hooks';
import { type Role, roles } from '../domain/people/role';
import { OutOfUse } from './allowed';
import type { Notice } from './page';
import { places } from './places';
import { Hidden, PostForm } from './postForm';
import { stylesheet } from './stylesheet';
import { Zone, zoneName } from './zone';

/** Where a page is, seen from its own address, and what stands in it: a page whose address has a part less than the others'. */
export interface Base {
	/** What its links and forms are relative to. */
	readonly href: string;
	/** Its own address, relative to that. */
	readonly self: string;
}

function Head({
	title,
	goesOn,
	base,
}: {
	readonly title: string;
	readonly goesOn: string | undefined;
	readonly base: string | undefined;
}): VNode {
	return (
		<head>
			<meta charSet="utf-8" />
			{base === undefined ? null : <base href={base} />}
			<meta name="viewport" content="width=device-width, initial-scale=1" />
			{goesOn === undefined ? null : <meta http-equiv="refresh" content={`0; url=${goesOn}`} />}
			<title>{`${title} - Marketplace to Autotask`}</title>
			<style dangerouslySetInnerHTML={{ __html: stylesheet }} />
		</head>
	);
}

interface Given {
	readonly page: string;
	/** Home's address, seen from the other pages. */
	readonly home: string;
	/** Whose tasks, mappings and log the page shows; absent where none was opened. */
	readonly connection?: string;
	/** Who is logged in; absent where nobody is. */
	readonly user?: string;
	/** What that person may do. */
	readonly role?: Role;
	/** Of a form that checks now; absent where it can not. */
	readonly checkToken?: string;
}

/** Looks for changes and plans them, from any page; leads back to it. */
function CheckNow({ token, page }: { readonly token: string; readonly page: string }): VNode {
	return (
		<PostForm token={token} action="check" to="tasks">
			<Hidden values={{ back: page }} />
			<button>Check now</button>
		</PostForm>
	);
}

function Connected({ connection }: { readonly connection: string }): VNode {
	const timeZone = useContext(Zone);
	return <p class="connection">{`Connection ${connection}. Times in ${zoneName(timeZone)}.`}</p>;
}

function loggedInText(user: string, role: Role = 'settings'): string {
	return `Logged in as ${user}${role === 'settings' ? '' : `, ${roles[role].name.toLowerCase()}`}`;
}

function Navigation({ page, home, connection, user, role, checkToken }: Given): VNode {
	const isHere = ({ pages }: (typeof places)[number]) => pages.some((name) => name === page);
	return (
		<header>
			<div class="masthead">
				<nav aria-label="Pages">
					<ul>
						{places.map((place) => (
							<li>
								<a href={place.path || home} {...(isHere(place) ? { 'aria-current': 'page' as const } : {})}>
									{place.name}
								</a>
							</li>
						))}
					</ul>
				</nav>
				{connection === undefined ? null : <Connected connection={connection} />}
				{user === undefined ? null : <p class="connection">{loggedInText(user, role)}</p>}
				{checkToken === undefined ? null : <CheckNow token={checkToken} page={page} />}
			</div>
		</header>
	);
}

function NoticeBox({ notice: { kind, message } }: { readonly notice: Notice }): VNode {
	return (
		<div class={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'} tabIndex={-1} autofocus>
			{message}
		</div>
	);
}

/** The frame of every page: navigation, what is said at the top (the focus begins there), the content. */
export function Layout({
	title,
	notice,
	goesOn,
	base,
	children,
	...given
}: Given & {
	readonly title: string;
	readonly notice?: Notice;
	readonly goesOn?: string;
	/** Absent where links are relative to the page's own address. */
	readonly base?: Base;
	readonly children: ComponentChildren;
}): VNode {
	return (
		<html lang="en">
			<Head title={title} goesOn={goesOn} base={base?.href} />
			<body>
				<a class="skip" href={`${base?.self ?? ''}#content`}>
					Skip to the content
				</a>
				<Navigation {...given} />
				<main id="content">
					<h1>{title}</h1>
					<OutOfUse />
					{notice ? <NoticeBox notice={notice} /> : null}
					{children}
				</main>
			</body>
		</html>
	);
}
