/* SPDX-License-Identifier: ISC */
/*
 * The handlers that kore.conf names, in its order. Each takes a request as far
 * as it goes and returns what Kore expects: page_run().
 */
#ifndef PAGES_H
#define PAGES_H

struct http_request;

/* Reading */
int page_home(struct http_request *);
int page_explore(struct http_request *);
int page_search(struct http_request *);
int page_post(struct http_request *);
int page_post_versions(struct http_request *);
int page_user(struct http_request *);
int page_followers(struct http_request *);
int page_following(struct http_request *);
int page_tag(struct http_request *);

/* Feeds for readers */
int page_user_feed(struct http_request *);
int page_explore_feed(struct http_request *);
int page_tag_feed(struct http_request *);
int page_private_feed(struct http_request *);

/* Writing */
int page_post_add(struct http_request *);
int page_draft_discard(struct http_request *);
int page_post_delete(struct http_request *);
int page_post_reply(struct http_request *);
int page_post_edit(struct http_request *);
int page_follow(struct http_request *);
int page_unfollow(struct http_request *);
int page_tag_follow(struct http_request *);
int page_tag_unfollow(struct http_request *);
int page_tags(struct http_request *);

int page_block(struct http_request *);
int page_unblock(struct http_request *);
int page_mute(struct http_request *);
int page_unmute(struct http_request *);
int page_blocks(struct http_request *);
int page_mute_boosts(struct http_request *);
int page_unmute_boosts(struct http_request *);
int page_mutes(struct http_request *);
int page_muted_threads(struct http_request *);
int page_mute_thread(struct http_request *);
int page_unmute_thread(struct http_request *);

/* Notifications */
int page_notifications(struct http_request *);

/* Likes, boosts and bookmarks */
int page_like(struct http_request *);
int page_unlike(struct http_request *);
int page_boost(struct http_request *);
int page_unboost(struct http_request *);
int page_bookmark(struct http_request *);
int page_unbookmark(struct http_request *);
int page_likes(struct http_request *);
int page_boosts(struct http_request *);
int page_bookmarks(struct http_request *);

/* Lists */
int page_lists(struct http_request *);
int page_list_choices(struct http_request *);
int page_list(struct http_request *);
int page_list_members(struct http_request *);
int page_list_add(struct http_request *);
int page_list_remove(struct http_request *);
int page_list_edit(struct http_request *);
int page_list_delete(struct http_request *);

/* The account */
int page_signup(struct http_request *);
int page_applied(struct http_request *);
int page_invitation(struct http_request *);
int page_sign_in(struct http_request *);
int page_code(struct http_request *);
int page_provider(struct http_request *);
int page_provider_return(struct http_request *);
int page_sign_out(struct http_request *);
int page_password(struct http_request *);
int page_prove(struct http_request *);
int page_provider_prove(struct http_request *);
int page_sessions(struct http_request *);
int page_sessions_end(struct http_request *);
int page_session_end(struct http_request *);

/* Settings */
int page_settings(struct http_request *);
int page_settings_profile(struct http_request *);
int page_settings_leave(struct http_request *);
int page_two_factor(struct http_request *);
int page_two_factor_codes(struct http_request *);
int page_two_factor_browsers(struct http_request *);
int page_two_factor_off(struct http_request *);
int page_settings_email(struct http_request *);
int page_settings_notifications(struct http_request *);
int page_settings_feed(struct http_request *);
int page_export(struct http_request *);
int page_export_archive(struct http_request *);
int page_import(struct http_request *);
int page_ways_in(struct http_request *);
int page_provider_link(struct http_request *);
int page_way_in_remove(struct http_request *);
int page_edit(struct http_request *);

/* Forgotten passwords, and secret addresses in messages */
int page_forgotten(struct http_request *);
int page_reset(struct http_request *);
int page_confirm_email(struct http_request *);
int page_revert_email(struct http_request *);
int page_unsubscribe(struct http_request *);

/* Administration */
int page_admin(struct http_request *);

/* About the site, and its settings */
int page_about(struct http_request *);
int page_rules(struct http_request *);
int page_privacy(struct http_request *);
int page_contact(struct http_request *);
int page_admin_site(struct http_request *);
int page_admin_icon(struct http_request *);
int page_admin_icon_remove(struct http_request *);
int page_admin_text(struct http_request *);

/* For moderators and admins */
int page_admin_door(struct http_request *);
int page_admin_invitations(struct http_request *);
int page_admin_approvals(struct http_request *);

/* Reports, and the moderators' queue */
int page_report_post(struct http_request *);
int page_report_person(struct http_request *);
int page_queue(struct http_request *);
int page_report(struct http_request *);

/* Moderation */
int page_moderation_log(struct http_request *);
int page_moderation_closed(struct http_request *);
int page_moderation_person(struct http_request *);
int page_moderation_post(struct http_request *);
int page_moderation_undo(struct http_request *);
int page_moderation_appeal(struct http_request *);
int page_notices(struct http_request *);
int page_appeal(struct http_request *);
int page_suspended(struct http_request *);

/* The site */
int page_health(struct http_request *);
int page_metrics(struct http_request *);
int page_asset(struct http_request *);
int page_avatar(struct http_request *);
int page_icon(struct http_request *);
int page_accent(struct http_request *);
int page_robots(struct http_request *);
int page_sitemap(struct http_request *);
int page_sitemap_part(struct http_request *);
int page_webfinger(struct http_request *);
int page_favicon(struct http_request *);
int page_change_password(struct http_request *);
int page_security(struct http_request *);
int page_not_found(struct http_request *);

/* Without TLS: conf/production.conf */
int page_challenge(struct http_request *);
int page_to_https(struct http_request *);

#endif
