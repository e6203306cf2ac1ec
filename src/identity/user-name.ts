/** What a user's name looks like: 3 to 32 small letters and digits, single dots, hyphens and underscores between them. */
export const USER_NAME = /^[a-z](?:[a-z0-9]|[._-](?=[a-z0-9])){2,31}$/
