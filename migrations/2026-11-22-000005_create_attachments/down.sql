DROP TABLE attachments, attachment_contents;
