#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "operator/terminal.h"

#define TERMINAL "/dev/tty"

static const int deadly[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define DEADLY (sizeof(deadly) / sizeof(deadly[0]))

/* How it was before it was told to show nothing. */
static struct {
	int file;
	struct termios settings;
	struct sigaction actions[DEADLY];
} shown;

static void
show_again(void)
{
	size_t i;

	(void)tcsetattr(shown.file, TCSAFLUSH, &shown.settings);
	for (i = 0; i < DEADLY; i++)
		(void)sigaction(deadly[i], &shown.actions[i], NULL);
}

/*
 * A signal must not leave the person with a terminal that shows nothing. What
 * it does besides is done when this returns.
 */
static void
catch_signal(int number)
{
	show_again();
	(void)raise(number);
}

static int
show_nothing(int terminal)
{
	struct sigaction catching = { .sa_handler = catch_signal };
	struct termios hidden;
	size_t i;

	if (tcgetattr(terminal, &shown.settings) == -1)
		return (-1);
	shown.file = terminal;
	for (i = 0; i < DEADLY; i++)
		(void)sigaction(deadly[i], NULL, &shown.actions[i]);
	for (i = 0; i < DEADLY; i++)
		(void)sigaction(deadly[i], &catching, NULL);
	hidden = shown.settings;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	return (tcsetattr(terminal, TCSAFLUSH, &hidden));
}

/*
 * Read up to the end of a line. Answer: how many bytes it has, of which ${out}
 * holds what there is room for; -1 if nothing came or a signal did.
 */
static ssize_t
read_line(int file, char *out, size_t size)
{
	size_t length = 0;
	ssize_t got;
	char byte;

	while ((got = read(file, &byte, 1)) == 1 && byte != '\n') {
		if (length < size - 1)
			out[length] = byte;
		length++;
	}
	if (got == -1 || (got == 0 && length == 0))
		return (-1);
	out[length < size ? length : size - 1] = '\0';
	return ((ssize_t)length);
}

static const char *
read_password(int file, char *out, size_t size)
{
	ssize_t length = read_line(file, out, size);

	if (length == -1)
		return ("No password was given.");
	if ((size_t)length >= size)
		return ("The password is too long.");
	if ((size_t)length != strlen(out))
		return ("A password cannot have a NUL byte in it.");
	return (NULL);
}

/* Ask once. The terminal's own echo is off. */
static const char *
prompt(int terminal, const char *question, char *out, size_t size)
{
	const char *problem;

	(void)dprintf(terminal, "%s", question);
	problem = read_password(terminal, out, size);
	(void)dprintf(terminal, "\n");
	return (problem);
}

static const char *
prompt_twice(int terminal, char *out, size_t size)
{
	char again[size];
	const char *problem;

	problem = prompt(terminal, "Password: ", out, size);
	if (problem == NULL)
		problem = prompt(terminal, "The same again: ", again, size);
	if (problem == NULL && strcmp(out, again) != 0)
		problem = "These were two different passwords.";
	explicit_bzero(again, size);
	return (problem);
}

const char *
terminal_password(char *out, size_t size)
{
	const char *problem;
	int terminal;

	if (!isatty(STDIN_FILENO))
		return (read_password(STDIN_FILENO, out, size));
	terminal = open(TERMINAL, O_RDWR | O_CLOEXEC);
	if (terminal == -1)
		return ("There is no terminal to ask for the password.");
	if (show_nothing(terminal) == -1)
		problem = "The terminal does not keep a password hidden.";
	else {
		problem = prompt_twice(terminal, out, size);
		show_again();
	}
	(void)close(terminal);
	return (problem);
}
